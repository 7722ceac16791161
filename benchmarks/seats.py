"""Seats in a call for very many people at once."""

from collections.abc import Sequence
from datetime import timedelta

from candidates.models import Candidate
from core import clock
from core.accounts.models import User
from interviews.models import IntroCall, Registration

SEATS = 1_000


def give_seats(candidates: Sequence[Candidate], *, begins_in: timedelta) -> None:
    """Give each a seat, taken three days ago, in one of the calls of a thousand that begin after `begins_in`."""
    now = clock.now()
    host = User.objects.create_user("host-of-all@example.org")
    for first in range(0, len(candidates), SEATS):
        coming = candidates[first : first + SEATS]
        call = IntroCall.objects.create(
            host=host,
            starts_at=now + begins_in,
            join_url="https://meet.example.org/all",
            capacity=SEATS,
            seats_taken=len(coming),
        )
        Registration.objects.bulk_create(
            Registration(call=call, candidate=one, created_at=now - timedelta(days=3)) for one in coming
        )
