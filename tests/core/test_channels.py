"""What leaves by another way than e-mail: its sender says when to come back, or that it is of no use."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from core.outbox import channels
from core.outbox.channels import PermanentFailure, TryLater, register_channel
from core.outbox.enums import Channel, Lane, Status
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, _kinds, register
from core.outbox.sending import MAXIMUM_ATTEMPTS, send_due
from core.outbox.services import enqueue_call

pytestmark = pytest.mark.django_db
CALL = "a_call_of_the_tests"


class OtherSide:
    """What stands behind the channel: `answer` is raised, if it is an error, else the call counts as taken."""

    def __init__(self) -> None:
        self.answer: Exception | None = None
        self.taken: list[Any] = []

    def deliver(self, message: OutgoingMessage, prepared: Any, now: datetime) -> None:
        if self.answer:
            raise self.answer
        self.taken.append(prepared)


@pytest.fixture
def other_side(monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherSide]:
    side = OtherSide()
    monkeypatch.setattr(channels, "_senders", {})
    register_channel(Channel.TEXT, side.deliver, prepare=lambda message: message.context["number"])
    register(Kind(CALL, Lane.TRANSACTIONAL, "A call"))
    yield side
    del _kinds[CALL]


def call(now: datetime, **options: Any) -> OutgoingMessage:
    enqueue_call(CALL, {"number": 7}, channel=Channel.TEXT, key="one", not_before=now, **options)
    return OutgoingMessage.objects.get(key="one")


def test_a_call_leaves_once_by_the_sender_of_its_channel(other_side: OtherSide, now: datetime) -> None:
    call(now)
    assert not enqueue_call(CALL, {}, channel=Channel.TEXT, key="one")
    assert send_due(now=now) == {Status.SENT: 1}
    assert send_due(now=now) == {}
    assert other_side.taken == [7]
    assert mail.outbox == []


def test_one_that_is_told_when_to_come_back_comes_then_and_is_never_given_up(
    other_side: OtherSide, now: datetime
) -> None:
    message = call(now)
    other_side.answer = TryLater("ratelimited", seconds=30)
    for turn in range(MAXIMUM_ATTEMPTS + 2):
        assert send_due(now=now + turn * timedelta(seconds=30)) == {Status.DUE: 1}
    message.refresh_from_db()
    assert (message.attempts, message.failure) == (0, "ratelimited")
    other_side.answer = None
    soon = message.not_before
    assert soon == now + (MAXIMUM_ATTEMPTS + 2) * timedelta(seconds=30)
    assert send_due(now=soon - timedelta(microseconds=1)) == {}
    assert send_due(now=soon) == {Status.SENT: 1}


@pytest.mark.parametrize("answer", [TryLater("away"), RuntimeError("a fault of ours")])
def test_one_that_is_not_told_when_waits_and_is_given_up_in_the_end(
    other_side: OtherSide, now: datetime, answer: Exception
) -> None:
    message = call(now)
    other_side.answer = answer
    for turn in range(MAXIMUM_ATTEMPTS - 1):
        assert send_due(now=now + turn * timedelta(hours=1)) == {Status.DUE: 1}
    assert send_due(now=now + timedelta(days=1)) == {Status.FAILED: 1}
    message.refresh_from_db()
    assert message.attempts == MAXIMUM_ATTEMPTS


def test_one_that_is_of_no_use_stops_at_once_and_says_why(other_side: OtherSide, now: datetime) -> None:
    message = call(now)
    other_side.answer = PermanentFailure("no_such_number")
    assert send_due(now=now) == {Status.FAILED: 1}
    message.refresh_from_db()
    assert message.failure == "no_such_number"


def test_what_a_call_was_about_may_have_gone(
    other_side: OtherSide, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(message: OutgoingMessage) -> Any:
        raise NoLongerWanted("gone")

    monkeypatch.setattr(channels, "_senders", {})
    register_channel(Channel.TEXT, other_side.deliver, prepare=gone)
    call(now)
    assert send_due(now=now) == {Status.CANCELLED: 1}
    assert other_side.taken == []


def test_a_channel_has_one_sender(other_side: OtherSide) -> None:
    for channel in (Channel.TEXT, Channel.EMAIL):
        with pytest.raises(ValueError, match="has a sender"):
            register_channel(channel, other_side.deliver)
