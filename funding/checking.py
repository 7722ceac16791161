"""`check_eligibility`: a verdict is written only when it changes, and the candidate hears of it once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy
from core.outbox.services import enqueue
from funding.eligibility import PASS, Verdict, verdict_on
from funding.facts import facts_of
from funding.models import EligibilityVerdict
from funding.policy import current_policy


def check(candidacies: Iterable[Candidacy], *, now: datetime) -> int:
    """Check each candidacy at `now`; return how many verdicts changed."""
    return sum(check_one(candidacy, now=now) for candidacy in candidacies)


def check_all(*, now: datetime) -> int:
    """Check every candidacy that is on a ballot."""
    on_ballot = Candidacy.objects.filter(status=CandidacyStatus.ON_BALLOT)
    related = on_ballot.select_related("candidate__user", "race__office", "race__election")
    return check(related.iterator(chunk_size=500), now=now)


@transaction.atomic
def check_one(candidacy: Candidacy, *, now: datetime) -> bool:
    """Write the verdict on `candidacy` if it differs from the last one; return whether it did.

    The row lock makes two checks at once write one verdict.
    """
    Candidacy.objects.select_for_update(of=("self",), no_key=True).get(pk=candidacy.pk)
    facts = facts_of(candidacy, now=now)
    verdict = verdict_on(facts, current_policy())
    last = EligibilityVerdict.objects.filter(candidacy=candidacy).first()
    if last is not None and _same(last, verdict):
        return False
    EligibilityVerdict.objects.create(
        candidacy=candidacy,
        verdict=verdict.verdict,
        outcomes=_outcomes(verdict),
        opens_on=verdict.opens_on,
        cap=verdict.cap,
        as_of=facts.as_of,
        recorded_at=now,
    )
    if verdict.outcome_of("R15") == PASS:
        enqueue(
            "funding_open",
            candidacy.candidate.user,
            {"candidacy": str(candidacy.public_id)},
            key=f"funding_open:{candidacy.public_id}",
        )
    return True


def _outcomes(verdict: Verdict) -> dict[str, str]:
    return {rule.rule: rule.outcome for rule in verdict.rules}


def _same(row: EligibilityVerdict, verdict: Verdict) -> bool:
    return (
        row.verdict == verdict.verdict
        and row.outcomes == _outcomes(verdict)
        and row.opens_on == verdict.opens_on
        and row.cap == verdict.cap
    )
