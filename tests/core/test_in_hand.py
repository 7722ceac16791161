"""What a batch of messages is about is read for all of them together, and not for long."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from core.outbox import in_hand
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import write_due
from core.outbox.sending import send_due
from interviews.models import Registration
from tests.factories.people import make_call, make_candidate


def reminded(count: int, now: datetime) -> list[OutgoingMessage]:
    """That many people's reminders of a call in an hour."""
    call = make_call(starts_at=now + timedelta(minutes=59))
    for _ in range(count):
        earlier = now - timedelta(days=2)
        Registration.objects.create(call=call, candidate=make_candidate(now=now), created_at=earlier)
    assert write_due(now=now) == count
    return list(OutgoingMessage.objects.select_related("recipient").order_by("pk"))


@pytest.mark.django_db
def test_what_twenty_messages_are_about_is_read_in_one_query(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    messages = reminded(20, now)
    seats = Registration.objects.all()
    with in_hand.in_hand(messages), django_assert_num_queries(1):
        found = [in_hand.referred(message, "registration", seats) for message in messages]
    assert [str(seat.public_id) for seat in found if seat] == [
        one.context["registration"] for one in messages
    ]


@pytest.mark.django_db
def test_what_was_read_is_believed_for_two_seconds_and_for_no_other_batch(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = reminded(2, now)
    seats = Registration.objects.all()
    seconds = 100.0
    monkeypatch.setattr(in_hand, "monotonic", lambda: seconds)
    with in_hand.in_hand(messages):
        assert in_hand.referred(messages[0], "registration", seats)
        seats.delete()
        seconds += in_hand.FRESH_SECONDS
        assert in_hand.referred(messages[1], "registration", seats)
        seconds += 0.001
        assert in_hand.referred(messages[1], "registration", seats) is None
    assert in_hand.referred(messages[0], "registration", seats) is None


@pytest.mark.django_db
def test_senders_read_what_their_messages_are_about_batch_by_batch(now: datetime) -> None:
    reminded(30, now)
    reset_queries()  # the log of a long run is full, and would keep only the last of these
    with CaptureQueriesContext(connection) as captured:
        assert send_due(now=now) == {"sent": 30}
    reads = [query for query in captured if 'FROM "interviews_registration"' in query["sql"]]
    assert len(reads) == 2
