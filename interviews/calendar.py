"""Calls and talks as they stand in people's calendars: in invitations by mail, and in private feeds."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.scheduling.entries import Entry, register_entries
from interviews.enums import InterviewStatus, RegistrationStatus
from interviews.joining import join_page
from interviews.models import Interview, IntroCall, Registration


def seat_entry(seat: Registration) -> Entry:
    """Return the entry of a seat in a call, for whoever has it; its call is read along."""
    call = seat.call
    lines = [_("A group call. Your camera can stay off, and you can just listen.")]
    if call.dial_in:
        lines.append(_("By phone: %(number)s") % {"number": call.dial_in})
    lines.append(_("Move it or give it back: %(page)s") % {"page": _page("interviews:calls")})
    return Entry(
        uid=seat.public_id,
        title=_("Intro call with %(organisation)s") % {"organisation": settings.ORG_NAME},
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        zone=call.time_zone,
        sequence=seat.sequence,
        where=join_page(seat),
        url=_page("interviews:calls"),
        text="\n".join(lines),
        is_off=seat.status == RegistrationStatus.CANCELLED,
        is_tentative=seat.status == RegistrationStatus.OFFERED,
    )


def hosted_entry(call: IntroCall) -> Entry:
    return Entry(
        uid=call.public_id,
        title=_("You host an intro call"),
        starts_at=call.starts_at,
        ends_at=call.ends_at,
        zone=call.time_zone,
        sequence=call.sequence,
        where=call.join_url,
        url=_page("interviews:host", call.public_id),
        text=_("Who comes, the check-in code, and attendance: %(page)s")
        % {"page": _page("interviews:host", call.public_id)},
        is_off=call.cancelled_at is not None,
    )


def talk_entry(talk: Interview, person: User) -> Entry:
    """Return the entry of a talk for `person`, one of its two sides; both people are read along."""
    is_interviewer = talk.candidate.user_id != person.pk
    other = talk.candidate.user if is_interviewer else talk.interviewer.user
    page = (
        reverse("admin:interviews_interview_change", args=[talk.pk])
        if is_interviewer
        else reverse("interviews:home")
    )
    return Entry(
        uid=talk.public_id,
        title=_("One-on-one talk with %(name)s") % {"name": other.first_name or _("somebody")},
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
        zone=talk.time_zone,
        sequence=talk.sequence,
        where=talk.interviewer.meeting_url,
        url=settings.ORG_SITE_URL + page,
        text=_("Everything about this talk: %(page)s") % {"page": settings.ORG_SITE_URL + page},
        is_off=talk.status == InterviewStatus.CANCELLED,
    )


@register_entries
def calls_and_talks(person: User, since: datetime, until: datetime) -> Iterator[Entry]:
    """What has been given back or called off is not there. Four queries."""
    when: dict[str, Any] = {"starts_at__gte": since, "starts_at__lt": until}
    seats = Registration.objects.seated().filter(
        candidate__user=person, call__starts_at__gte=since, call__starts_at__lt=until
    )
    for seat in seats.select_related("call"):
        yield seat_entry(seat)
    for call in IntroCall.objects.filter(host=person, cancelled_at__isnull=True, **when):
        yield hosted_entry(call)
    talks = Interview.objects.exclude(status=InterviewStatus.CANCELLED).filter(**when)
    for side in ("candidate__user", "interviewer__user"):
        for talk in talks.filter(**{side: person}).select_related("candidate__user", "interviewer__user"):
            yield talk_entry(talk, person)


def _page(name: str, *args: Any) -> str:
    return settings.ORG_SITE_URL + reverse(name, args=args)
