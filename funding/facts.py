"""Gather what a verdict rests on, for one candidacy."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from candidates.models import Candidacy
from funding.eligibility import CostObservation, Facts, Gift, PlanReview
from funding.enums import AwardStatus
from funding.models import Award, FundingApplication
from funding.models import PlanReview as PlanReviewRow
from offices.costs import observations_for


def day_in(zone: str, *, at: datetime) -> date:
    """Return the date that it is at `at` in the IANA zone `zone`: the one by which an office's rules go."""
    return at.astimezone(ZoneInfo(zone)).date()


def facts_of(candidacy: Candidacy, *, now: datetime, requested: Decimal | None = None) -> Facts:
    """Return the facts of `candidacy` at `now`. `requested` is an amount that is about to be awarded."""
    office, election = candidacy.race.office, candidacy.race.election
    awards = Award.objects.filter(application__candidacy=candidacy).exclude(status=AwardStatus.REJECTED)
    return Facts(
        as_of=day_in(office.time_zone, at=now),
        status=candidacy.status,
        standing=candidacy.candidate.standing,
        date_of_birth=candidacy.candidate.date_of_birth,
        election_date=election.date,
        office_level=office.level,
        office_minimum_age=office.minimum_age,
        ballot_date=candidacy.ballot_date,
        special_election_override=candidacy.special_election_override,
        cost_observations=_costs(candidacy),
        gifts=[Gift(gift.donor, gift.amount, gift.kind, gift.counts) for gift in candidacy.gifts.all()],
        plan_reviews=[
            PlanReview(str(review.reviewer_id), review.score)
            for review in PlanReviewRow.objects.of_the_plan_handed_in_last(candidacy)
        ],
        prior_awards=list(awards.values_list(F("amount") - F("released"), flat=True)),
        requested=requested,
    )


def _costs(candidacy: Candidacy) -> list[CostObservation]:
    """Those frozen when the application was handed in (R19); what is known today, when nothing was known then."""
    handed_in = (
        FundingApplication.objects.filter(candidacy=candidacy, frozen_facts__isnull=False)
        .order_by("-id")
        .first()
    )
    frozen = (handed_in.frozen_facts or {}).get("cost_observations") if handed_in else None
    if not frozen:
        return [
            CostObservation(c.amount, c.cycle, c.same_race, c.n) for c in observations_for(candidacy.race)
        ]
    return [
        CostObservation(Decimal(cost["amount"]), cost["cycle"], cost["same_race"], cost["n"])
        for cost in frozen
    ]


def freeze(facts: Facts) -> dict[str, Any]:
    """Return the facts in JSON's types, to be kept with the application."""
    return {
        "cost_observations": [
            {"amount": str(cost.amount), "cycle": cost.cycle, "same_race": cost.same_race, "n": cost.n}
            for cost in facts.cost_observations
        ],
        "as_of": facts.as_of.isoformat(),
        "ballot_date": facts.ballot_date.isoformat() if facts.ballot_date else None,
        "election_date": facts.election_date.isoformat() if facts.election_date else None,
    }
