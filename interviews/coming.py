"""What somebody who has just signed up reads about intro calls."""

from datetime import datetime

from django.db.models import F
from django.urls import reverse

from candidates.afterwards import ComingCall, register_calls, register_wait
from interviews.models import IntroCall
from interviews.waits import usual_waits


@register_calls
def next_calls(now: datetime, at_most: int) -> list[ComingCall]:
    """Return the soonest calls with a free seat. One query."""
    free = IntroCall.objects.open_at(now).filter(seats_taken__lt=F("capacity"))[:at_most]
    page = reverse("interviews:calls")
    return [ComingCall(call.starts_at, call.seats_left, page) for call in free]


@register_wait
def wait_for_a_call() -> int | None:
    return usual_waits().sign_up_to_call
