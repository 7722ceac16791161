"""Calls and talks to come, when the person who would hold them leaves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.accounts.handover import Handover, register_handover
from core.accounts.models import User
from core.accounts.predicates import has_role
from core.accounts.roles import Role
from core.scheduling.commitments import commit_time
from core.scheduling.models import Commitment, CommitmentKind
from interviews import booking
from interviews.announcing import tell_host
from interviews.enums import InterviewStatus
from interviews.models import Interview, Interviewer, IntroCall
from interviews.substituting import hand_over

may_host = has_role(Role.PROGRAM_STAFF, Role.INTERVIEWER)


def calls_to_come(leaver: User, now: datetime) -> Any:
    return IntroCall.objects.filter(host=leaver, starts_at__gt=now).order_by("starts_at")


def cannot_host(leaver: User, to: User, now: datetime) -> Iterator[Any]:
    if not may_host(to):
        yield _("%(name)s is neither program staff nor an interviewer and cannot hold intro calls.") % {
            "name": to
        }
        return
    busy = Commitment.objects.filter(person=to)
    for call in calls_to_come(leaver, now):
        if busy.filter(period__overlap=(call.starts_at, call.ends_at)).exists():
            moment = date_format(call.starts_at, "DATETIME_FORMAT")
            yield _("%(name)s has something else when the call on %(moment)s takes place.") % {
                "name": to,
                "moment": moment,
            }


def host_instead(leaver: User, to: User, actor: User, now: datetime) -> None:
    for call in calls_to_come(leaver, now):
        Commitment.objects.filter(person=leaver, subject=call.public_id).delete()
        commit_time(
            [to.pk],
            call.starts_at,
            call.ends_at,
            kind=CommitmentKind.INTRO_CALL,
            subject=call.public_id,
            now=now,
        )
        call.host = to
        call.save(update_fields=["host"])
        tell_host(call)
        tell_host(call, off=True, person=leaver)


def talks_to_come(leaver: User, now: datetime) -> Any:
    booked = Interview.objects.filter(status=InterviewStatus.BOOKED, starts_at__gt=now)
    return (
        booked.filter(interviewer__user=leaver)
        .select_related("candidate__user", "interviewer__user")
        .order_by("starts_at")
    )


def hold_instead_or_book_anew(leaver: User, to: User, actor: User, now: datetime) -> None:
    """Whoever takes over holds the talk if bookable (R11) and free; else the candidate chooses a new time."""
    profile = Interviewer.objects.bookable(now.date()).filter(user=to).select_related("user").first()
    for talk in talks_to_come(leaver, now):
        if profile is None or not hand_over(talk, profile, now=now):
            booking.cancel(talk, actor=leaver, now=now)
    Interviewer.objects.filter(user=leaver).update(is_active=False)


register_handover(
    Handover(
        label=_("Intro calls to come"),
        then=_("your colleague hosts them"),
        held=calls_to_come,
        hand_over=host_instead,
        clashes=cannot_host,
    )
)
register_handover(
    Handover(
        label=_("One-on-one talks to come"),
        then=_("your colleague holds those they can; for the others the candidates choose a new time"),
        held=talks_to_come,
        hand_over=hold_instead_or_book_anew,
    )
)
