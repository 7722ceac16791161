"""`check_eligibility`: a verdict is written only when it changes, and the candidate hears of it once.

Whatever is checked, one candidacy after somebody's click or a hundred thousand at midnight, goes through `_check`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy
from core.outbox.services import Letter, enqueue_many
from funding import due
from funding.eligibility import PASS, Facts, Verdict, verdict_on
from funding.facts import gather
from funding.freezing import freeze
from funding.models import EligibilityVerdict
from funding.policy import Policies
from offices.costs import CostBook

BATCH = 500


def check_all(*, now: datetime) -> int:
    """Check every candidacy that is due at `now`; return how many verdicts changed."""
    due.spread()
    policies, book = Policies.load(), CostBook()
    changed, after = 0, 0
    while keys := due.take(now=now, after=after, limit=BATCH):
        after = keys[-1]
        with transaction.atomic():
            changed += _check(keys, now=now, policies=policies, book=book, wait=False)
    return changed


@transaction.atomic
def check_one(candidacy: Candidacy, *, now: datetime) -> bool:
    """Write the verdict on `candidacy` if it differs from the last one; return whether it did.

    The row lock makes two checks at once write one verdict.
    """
    return bool(_check([candidacy.pk], now=now, policies=Policies.load(), book=CostBook(), wait=True))


def _check(keys: Collection[int], *, now: datetime, policies: Policies, book: CostBook, wait: bool) -> int:
    """Check the candidacies `keys`; return how many verdicts changed. Without `wait`, those in use stay due."""
    rows = Candidacy.objects.filter(pk__in=keys).select_related(
        "candidate__user", "race__office", "race__election"
    )
    locked = rows.select_for_update(of=("self",), no_key=True, skip_locked=not wait)
    candidacies = list(locked.order_by("pk"))
    # Before the facts are read: what is noted from now on is looked at again.
    settled = due.rows_of([candidacy.pk for candidacy in candidacies])
    last = _last_verdicts(candidacies)
    wanted = [one for one in candidacies if one.pk in last or one.status == CandidacyStatus.ON_BALLOT]
    facts = gather(wanted, now=now, book=book)
    written, following = [], []
    news: list[Letter] = []
    for candidacy in wanted:
        known = facts[candidacy.pk]
        policy = policies.on(known.as_of)
        verdict = verdict_on(known, policy)
        zone = candidacy.race.office.time_zone
        look = due.next_look(verdict, policies, today=known.as_of, zone=zone)
        if look is not None and candidacy.status == CandidacyStatus.ON_BALLOT:
            following.append((candidacy.pk, look))
        before = last.get(candidacy.pk)
        if before is None or not _same(before, verdict):
            written.append(_row(candidacy, known, verdict, now))
            written[-1].facts = freeze(known, policy)
            news += _news(candidacy, verdict, before, now)
    EligibilityVerdict.objects.bulk_create(written)
    enqueue_many(news)
    due.settle(settled, following)
    return len(written)


def _last_verdicts(candidacies: Collection[Candidacy]) -> dict[int, EligibilityVerdict]:
    rows = EligibilityVerdict.objects.filter(candidacy__in=candidacies).defer("facts")
    return {row.candidacy_id: row for row in rows.order_by("candidacy_id", "-id").distinct("candidacy_id")}


def _row(candidacy: Candidacy, facts: Facts, verdict: Verdict, now: datetime) -> EligibilityVerdict:
    return EligibilityVerdict(
        candidacy=candidacy,
        verdict=verdict.verdict,
        outcomes=_outcomes(verdict),
        opens_on=verdict.opens_on,
        cap=verdict.cap,
        as_of=facts.as_of,
        recorded_at=now,
    )


def _news(
    candidacy: Candidacy, verdict: Verdict, before: EligibilityVerdict | None, now: datetime
) -> Iterator[Letter]:
    """Say once that funding is open, and after that each time that the rules begin or cease to be met."""
    about, user = {"candidacy": str(candidacy.public_id)}, candidacy.candidate.user
    was_open = before is not None and before.outcomes.get("R15") == PASS
    if verdict.outcome_of("R15") == PASS and not was_open:
        yield Letter("funding_open", user, about, f"funding_open:{candidacy.public_id}")
    elif before is not None and _is_news(before.verdict, verdict.verdict):
        told = {**about, "verdict": verdict.verdict}
        yield Letter("funding_verdict", user, told, verdict_key(candidacy.public_id, now))


def _is_news(before: str, after: str) -> bool:
    return before != after and "eligible" in (before, after)


def verdict_key(public_id: Any, at: datetime) -> str:
    return f"funding_verdict:{public_id}:{at:%Y%m%dT%H%M%S%f}"


def _outcomes(verdict: Verdict) -> dict[str, str]:
    return {rule.rule: rule.outcome for rule in verdict.rules}


def _same(row: EligibilityVerdict, verdict: Verdict) -> bool:
    return (
        row.verdict == verdict.verdict
        and row.outcomes == _outcomes(verdict)
        and row.opens_on == verdict.opens_on
        and row.cap == verdict.cap
    )
