"""What this app tells of a person's history."""

from collections.abc import Iterator

from candidates.models import Candidate
from core.audit.story import Event, changes, moves, register_chapter
from funding.models import Award, EligibilityVerdict, FundingApplication, Payment


@register_chapter
def money(candidate: Candidate) -> Iterator[Event]:
    for verdict in EligibilityVerdict.objects.filter(candidacy__candidate=candidate):
        failed = ", ".join(rule for rule, outcome in verdict.outcomes.items() if outcome != "pass")
        yield Event(verdict.recorded_at, "can be funded", verdict.verdict, None, failed)
    for application in FundingApplication.objects.filter(candidacy__candidate=candidate):
        yield from changes(application, "application for funding")
        yield from moves(application.transitions.all(), "application for funding")
    for award in Award.objects.filter(application__candidacy__candidate=candidate):
        yield from changes(award, f"award ${award.amount}")
        yield from moves(award.transitions.all(), f"award ${award.amount}")
    for payment in Payment.objects.filter(award__application__candidacy__candidate=candidate):
        yield Event(
            payment.paid_at, "payment", f"${payment.amount} paid", payment.paid_by_id, payment.reference
        )
