"""What somebody who has just signed up reads about intro calls."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.afterwards import ComingCall, register_calls, register_wait
from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import has_reached
from candidates.welcome import register_next_step_taken
from candidates.wished_calls import register_seats
from core.lifecycle import Refused
from interviews.enums import RegistrationStatus
from interviews.intro_calls import register
from interviews.models import IntroCall, Registration
from interviews.waiting_list import place_of
from interviews.waits import usual_waits


def _free(now: datetime) -> Any:
    return IntroCall.objects.open_at(now).filter(seats_taken__lt=F("capacity"))


@register_calls
def next_calls(now: datetime, at_most: int) -> list[ComingCall]:
    """Return the soonest calls with a free seat. One query."""
    free = _free(now)[:at_most]
    page = reverse("interviews:calls")
    return [ComingCall(call.public_id, call.starts_at, call.seats_left, page) for call in free]


def can_be_joined(call: UUID, at: datetime) -> bool:
    return _free(at).filter(public_id=call).exists()


def take_seat(candidate: Candidate, call: UUID, at: datetime) -> None:
    """Nothing for somebody who has been on a call, or has a seat in one that is still to come.

    Raises Refused where it is a place on the waiting list, and keeps that.
    """
    seats = Registration.objects.filter(candidate=candidate)
    coming = seats.seated().filter(call__starts_at__gt=at)
    if has_reached(candidate, Stage.INTRODUCED) or coming.exists():
        return
    found = IntroCall.objects.filter(public_id=call).first()
    if found is None:
        return
    seat = register(candidate, found, now=at)
    if seat.status == RegistrationStatus.WAITLISTED:
        text = _("This call has just filled up: you are number %(place)d on its waiting list.")
        raise Refused("waiting", text % {"place": place_of(seat)})


register_seats(can_be_joined, take_seat)


@register_wait
def wait_for_a_call() -> int | None:
    return usual_waits().sign_up_to_call


@register_next_step_taken
def has_a_seat() -> Q:
    """Whoever booked a call is not asked again to book one."""
    return Q(Exists(Registration.objects.confirmed().filter(candidate=OuterRef("pk"))))
