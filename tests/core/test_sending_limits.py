"""What keeps messages back: a hold by staff, and enough for one day."""

from collections import Counter
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.caps import PUT_OFF, _last_of
from core.outbox.enums import Lane, Status
from core.outbox.models import Hold, OutgoingMessage
from core.outbox.sending import back_off, send_due
from core.outbox.services import enqueue, enqueue_sealed
from tests.factories.people import make_user
from tests.faults.at_once import accepted, at_once
from tests.faults.size import FULL
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
ROUNDS = 30 if FULL else 4


def bulk(user: User, number: int, now: datetime) -> None:
    """Put that many messages of the bulk lane to `user` into the outbox."""
    for _ in range(number):
        key = f"{user.pk}:{OutgoingMessage.objects.count()}"
        enqueue("intro_call_invitation", user, key=key, not_before=now)
    OutgoingMessage.objects.update(lane=Lane.BULK)


def sent_to(user: User) -> int:
    return OutgoingMessage.objects.filter(recipient=user, status=Status.SENT).count()


def test_a_person_gets_three_a_day_and_the_rest_later(now: datetime) -> None:
    ann, bob = make_user(), make_user()
    bulk(ann, 5, now)
    bulk(bob, 1, now)
    assert send_due(now=now) == {Status.SENT: 4}
    assert (sent_to(ann), sent_to(bob)) == (3, 1)
    assert send_due(now=now + PUT_OFF) == {}
    assert send_due(now=now + timedelta(hours=24) - timedelta(microseconds=1)) == {}
    assert send_due(now=now + timedelta(hours=25)) == {Status.SENT: 2}


def test_what_a_person_set_going_is_neither_counted_nor_put_off(now: datetime) -> None:
    ann = make_user()
    bulk(ann, 3, now)
    for key in "abcd":
        enqueue("intro_call_invitation", ann, key=key, not_before=now)
    assert send_due(now=now) == {Status.SENT: 7}


def test_what_is_put_off_may_grow_too_old_and_says_so(now: datetime) -> None:
    ann = make_user()
    bulk(ann, 4, now)
    OutgoingMessage.objects.update(expires_at=now + timedelta(hours=2))
    assert send_due(now=now) == {Status.SENT: 3}
    assert send_due(now=now + timedelta(hours=25)) == {Status.EXPIRED: 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(ROUNDS))
def test_four_senders_together_give_nobody_more_than_three(attempt: int, now: datetime) -> None:
    people = [make_user() for _ in range(3)]
    for user in people:
        bulk(user, 12, now)
    counts = accepted(at_once(*[partial(send_due, now=now, limit=20)] * 4))
    assert [sent_to(user) for user in people] == [3, 3, 3]
    assert sum(counts, Counter()) == {Status.SENT: 9}


@given(
    claimed=st.lists(st.integers(1, 4), max_size=20).map(lambda people: list(enumerate(people))),
    beyond=st.dictionaries(st.integers(1, 4), st.integers(-3, 5)),
)
def test_of_each_person_the_last_ones_are_put_off_and_just_as_many_as_are_too_many(
    claimed: list[tuple[int, int]], beyond: dict[int, int]
) -> None:
    put_off = _last_of(claimed, beyond)
    for person in range(1, 5):
        theirs = [message for message, recipient in claimed if recipient == person]
        too_many = min(max(beyond.get(person, 0), 0), len(theirs))
        assert [message for message in theirs if message in put_off] == theirs[len(theirs) - too_many :]


def test_a_kind_that_is_held_waits_and_the_others_leave(now: datetime) -> None:
    ann = make_user()
    enqueue("intro_call_invitation", ann, key="held", not_before=now)
    enqueue("welcome_on_board", ann, key="free", not_before=now)
    hold = Hold.objects.create(kind="intro_call_invitation", reason="a wrong date in it")
    assert send_due(now=now) == {Status.SENT: 1}
    hold.delete()
    assert send_due(now=now) == {Status.SENT: 1}


def test_with_everything_held_people_can_still_sign_in(now: datetime) -> None:
    ann = make_user()
    Hold.objects.create(kind="", reason="a mail server that sends everything twice")
    enqueue("welcome_on_board", ann, key="held", not_before=now)
    enqueue_sealed("account_mail", to_address=ann.email, recipient=ann, subject="Code", text="1", html="")
    assert send_due(now=now + timedelta(days=400)) == {Status.SENT: 1}
    assert OutgoingMessage.objects.get(key="held").status == Status.DUE


def test_staff_hold_a_kind_on_a_page_and_let_it_go_again(now: datetime) -> None:
    staff = make_user(Role.PROGRAM_STAFF)
    browser = sign_in(staff)
    held = {"kind": "welcome_on_board", "reason": "The link is wrong"}
    assert browser.post("/admin/outbox/hold/add/", held).status_code == 302
    hold = Hold.objects.get()
    assert (hold.kind, hold.held_by) == ("welcome_on_board", staff)
    assert browser.post(f"/admin/outbox/hold/{hold.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Hold.objects.exists()


@given(public_id=st.uuids(), attempts=st.integers(1, 20))
def test_one_waits_longer_each_time_at_most_an_hour_and_at_least_half_of_that(
    public_id: object, attempts: int
) -> None:
    longest = min(15 * 2**attempts, 3_600)
    assert longest / 2 <= back_off(public_id, attempts).total_seconds() < longest  # type: ignore[arg-type]
