"""Gather what a verdict rests on, for one candidacy or for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Max

from candidates.models import Candidacy
from funding.eligibility import CostObservation, Facts, Gift, PlanReview
from funding.enums import AwardStatus
from funding.freezing import freeze
from funding.models import Award, CandidacyChecks, FundingApplication
from funding.models import Gift as GiftRow
from funding.models import PlanReview as PlanReviewRow
from offices.costs import CostBook

__all__ = ["day_in", "facts_of", "freeze", "gather"]


def day_in(zone: str, *, at: datetime) -> date:
    """Return the date that it is at `at` in the IANA zone `zone`: the one by which an office's rules go."""
    return at.astimezone(ZoneInfo(zone)).date()


def facts_of(candidacy: Candidacy, *, now: datetime, requested: Decimal | None = None) -> Facts:
    """Return the facts of `candidacy` at `now`. `requested` is an amount that is about to be awarded."""
    return gather([candidacy], now=now, requested=requested)[candidacy.pk]


def gather(
    candidacies: Collection[Candidacy],
    *,
    now: datetime,
    book: CostBook | None = None,
    requested: Decimal | None = None,
) -> dict[int, Facts]:
    """Return the facts of each of `candidacies` at `now`, by key, in eight queries at most.

    They come with candidate, office and election. `book` remembers what races cost from one call to the next.
    """
    book = book or CostBook()
    book.read([candidacy.race.office for candidacy in candidacies])
    keys = [candidacy.pk for candidacy in candidacies]
    gifts, reviews, awards, frozen = _gifts(keys), _reviews(keys), _awards(keys), _frozen_costs(keys)
    checks = {row.candidacy_id: row for row in CandidacyChecks.objects.filter(candidacy__in=keys)}
    found = {}
    for candidacy in candidacies:
        office, election, key = candidacy.race.office, candidacy.race.election, candidacy.pk
        check = checks.get(key)
        found[key] = Facts(
            as_of=day_in(office.time_zone, at=now),
            status=candidacy.status,
            standing=candidacy.candidate.standing,
            date_of_birth=candidacy.candidate.date_of_birth,
            election_date=election.date,
            office_level=office.level,
            office_minimum_age=office.minimum_age,
            ballot_date=candidacy.ballot_date,
            special_election_override=candidacy.special_election_override,
            cost_observations=frozen.get(key) or _known_costs(book, candidacy),
            gifts=gifts[key],
            plan_reviews=reviews[key],
            prior_awards=awards[key],
            requested=requested,
            has_opponent=candidacy.has_opponent,
            background_checked=check.background_passed if check else None,
            staff_interviewed=check.interview_held if check else None,
        )
    return found


def _gifts(keys: Collection[int]) -> dict[int, list[Gift]]:
    rows = GiftRow.objects.filter(candidacy__in=keys)
    return _by_candidacy(
        (row.candidacy_id, Gift(row.donor, row.amount, row.kind, row.counts)) for row in rows
    )


def _reviews(keys: Collection[int]) -> dict[int, list[PlanReview]]:
    """R18: the scorings of the newest application, of the plan as it was handed in last."""
    applications = FundingApplication.objects.filter(candidacy__in=keys).order_by().values("candidacy_id")
    newest = applications.annotate(newest=Max("pk")).values("newest")
    rows = PlanReviewRow.objects.filter(application__in=newest, plan_version=F("application__plan_version"))
    return _by_candidacy(
        (key, PlanReview(str(reviewer), score))
        for key, reviewer, score in rows.order_by("reviewed_at", "pk").values_list(
            "application__candidacy", "reviewer", "score"
        )
    )


def _awards(keys: Collection[int]) -> dict[int, list[Decimal]]:
    """What was awarded, less what an award that ended early gave back."""
    rows = Award.objects.filter(application__candidacy__in=keys).exclude(status=AwardStatus.REJECTED)
    return _by_candidacy(
        rows.order_by("-id").values_list("application__candidacy", F("amount") - F("released"))
    )


def _frozen_costs(keys: Collection[int]) -> dict[int, list[CostObservation]]:
    """R19: the costs that were frozen as the newest application was handed in; none where none were known then."""
    rows = FundingApplication.objects.filter(candidacy__in=keys, frozen_facts__isnull=False).order_by("id")
    return {
        key: [
            CostObservation(Decimal(cost["amount"]), cost["cycle"], cost["same_race"], cost["n"])
            for cost in (frozen or {}).get("cost_observations", ())
        ]
        for key, frozen in rows.values_list("candidacy", "frozen_facts")
    }


def _known_costs(book: CostBook, candidacy: Candidacy) -> list[CostObservation]:
    known = book.facts_for(candidacy.race.office, year=candidacy.race.election.date.year)
    return [CostObservation(cost.amount, cost.cycle, cost.same_race, cost.n) for cost in known]


def _by_candidacy(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
