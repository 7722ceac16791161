"""What is known of one candidacy, and the verdicts on its funding, while its rows are written."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from funding.checking import verdict_key
from funding.eligibility import PASS, CostObservation, Facts, Policy, verdict_on
from funding.eligibility import Gift as GiftFact
from funding.eligibility import PlanReview as ReviewFact
from funding.freezing import freeze
from funding.models import EligibilityVerdict
from runforsomething.ops.demonstration.copying.books import Books
from runforsomething.ops.demonstration.copying.sheets import Row
from runforsomething.ops.demonstration.fund import CAMPAIGNS, CYCLES_BACK, PRICES
from runforsomething.ops.demonstration.histories import Person, Run


@dataclass
class Campaign:
    person: Person
    run: Run
    user: Row
    candidate: Row
    row: Row
    gifts: list[GiftFact] = field(default_factory=list)
    reviews: list[ReviewFact] = field(default_factory=list)
    awards: list[Decimal] = field(default_factory=list)
    last: tuple[Any, ...] | None = None
    told_open: bool = False


class Verdicts:
    """Decides with the rules themselves; `priced` is the id of the office of each level whose cost is known."""

    def __init__(self, books: Books, election_day: date, priced: dict[str, int], policy: Policy) -> None:
        self._books = books
        self._election_day = election_day
        self._priced = priced
        self._policy = policy

    def check(self, campaign: Campaign, at: datetime) -> None:
        """Write the verdict if it differs from the last one, and say once that funding is open."""
        facts = self.facts(campaign, at)
        verdict = verdict_on(facts, self._policy)
        outcomes = {rule.rule: rule.outcome for rule in verdict.rules}
        said = (verdict.verdict, outcomes, verdict.opens_on, verdict.cap)
        before = campaign.last
        if said == before:
            return
        campaign.last = said
        public_id = campaign.row["public_id"]
        self._books.add(
            EligibilityVerdict,
            candidacy_id=campaign.row["id"],
            verdict=verdict.verdict,
            outcomes=outcomes,
            opens_on=verdict.opens_on,
            cap=verdict.cap,
            facts=freeze(facts, self._policy),
            as_of=facts.as_of,
            recorded_at=at,
        )
        opens = verdict.outcome_of("R15") == PASS and not (before and before[1]["R15"] == PASS)
        if before is not None and before[0] != said[0] and "eligible" in (before[0], said[0]) and not opens:
            key = verdict_key(public_id, at)
            context = {"candidacy": public_id, "verdict": verdict.verdict}
            self._books.message("funding_verdict", campaign.user, context, key=key, at=at)
        if opens and not campaign.told_open:
            campaign.told_open = True
            key = f"funding_open:{public_id}"
            self._books.message("funding_open", campaign.user, {"candidacy": public_id}, key=key, at=at)

    def facts(self, campaign: Campaign, at: datetime) -> Facts:
        """Return what `funding.facts` would gather for this campaign at the moment `at`."""
        office, run = campaign.run.office, campaign.run
        return Facts(
            as_of=at.astimezone(ZoneInfo(office.time_zone)).date(),
            status=campaign.row["status"],
            standing=campaign.candidate["standing"],
            date_of_birth=datetime.fromisoformat(campaign.person.payload["date_of_birth"]).date(),
            election_date=self._election_day,
            office_level=office.level,
            office_minimum_age=office.minimum_age,
            ballot_date=run.ballot_date,
            special_election_override=False,
            cost_observations=self._costs(run),
            gifts=campaign.gifts,
            plan_reviews=campaign.reviews,
            prior_awards=campaign.awards,
            requested=None,
        )

    def _costs(self, run: Run) -> list[CostObservation]:
        priced = self._priced.get(run.office.level)
        if priced is None:
            return []
        same, year = priced == run.office.id, self._election_day.year
        return [
            CostObservation(PRICES[run.office.level], year - back, same, CAMPAIGNS) for back in CYCLES_BACK
        ]
