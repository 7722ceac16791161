"""The way into Slack: code of conduct, invitation, nudge, coming, leaving and coming back."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from candidates.enums import Standing
from candidates.models import Candidate
from candidates.pipeline import STANDING
from community import slack
from community.conduct import current_version
from community.models import SeatStatus, SlackChannel, SlackMembership, SlackStatus
from community.reminders import NUDGE_AFTER, WORTH
from community.seats import move
from community.slack import AGAIN_AFTER, MOST_INVITATIONS, why_not_again
from community.tending import tend
from core.accounts.roles import Role
from core.lifecycle import Refused
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import write_due
from core.outbox.sending import send_due
from tests.community.conftest import Hands
from tests.factories.people import make_candidate, make_user
from tests.faults.at_once import accepted, at_once, refusals

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECOND = timedelta(seconds=1)


def status_of(candidate: Candidate) -> str:
    return SlackMembership.objects.get(candidate=candidate).status


def sent(kind: str) -> int:
    return OutgoingMessage.objects.filter(kind=kind).count()


def test_the_code_of_conduct_comes_first_and_its_version_and_time_are_kept(
    hands: Hands, by_link: str
) -> None:
    ann = hands.on_board()
    assert status_of(ann) == SlackStatus.TO_ACCEPT
    assert sent("slack_invitation") == 0
    membership = hands.accept(ann)
    assert (membership.conduct_version, membership.accepted_at) == (current_version(), hands.now)
    assert (membership.status, membership.invited_at) == (SlackStatus.INVITED, hands.now)
    send_due(now=hands.now)
    (letter,) = mail.outbox
    assert letter.to == [ann.user.email]
    assert by_link in letter.body


def test_another_wording_than_todays_is_not_agreed_to(hands: Hands, by_link: str) -> None:
    ann = hands.on_board()
    with pytest.raises(Refused, match="has changed"):
        slack.accept_conduct(ann, version="2020-01-01", at=hands.now)
    assert status_of(ann) == SlackStatus.TO_ACCEPT


def test_r12_nobody_agrees_who_is_not_on_board(hands: Hands, by_link: str) -> None:
    ann = make_candidate(now=hands.now)
    with pytest.raises(Refused, match="once you are on board"):
        slack.accept_conduct(ann, version=current_version(), at=hands.now)
    bob = hands.on_board(standing=Standing.WITHDRAWN)
    with pytest.raises(Refused, match="once you are on board"):
        slack.accept_conduct(bob, version=current_version(), at=hands.now)
    assert sent("slack_invitation") == 0


def test_without_a_link_people_wait_for_staff_who_note_each_step(hands: Hands) -> None:
    staff, ann = make_user(Role.PROGRAM_STAFF), hands.on_board()
    hands.accept(ann)
    rows = SlackMembership.objects.all()
    assert status_of(ann) == SlackStatus.TO_INVITE
    assert slack.note_invited(rows, actor=staff, at=hands.now) == 1
    assert slack.note_invited(rows, actor=staff, at=hands.now) == 0
    assert slack.note_joined(rows, actor=staff, at=hands.now) == 1
    assert slack.note_left(rows, actor=staff, at=hands.now) == 1
    steps = rows.get().transitions.values_list("to_state", "actor")
    assert list(steps) == [
        ("to_invite", ann.user_id), ("invited", staff.pk), ("joined", staff.pk), ("left", staff.pk)
    ]  # fmt: skip
    assert sent("slack_invitation") == 0


def test_who_agrees_twenty_times_at_once_is_invited_once(
    hands: Hands, by_link: str, transactional_db: None
) -> None:
    ann = hands.on_board()
    accept = partial(slack.accept_conduct, ann, version=current_version(), at=hands.now)
    assert len(accepted(at_once(*[accept] * 8))) == 8
    assert sent("slack_invitation") == 1
    assert SlackMembership.objects.get().transitions.count() == 1


THREE_DAYS = timedelta(days=3)


def test_the_nudge_comes_after_three_days_and_once(hands: Hands, by_link: str) -> None:
    hands.accept(hands.on_board())
    start = hands.now
    write_due(now=start + THREE_DAYS - SECOND)
    assert sent("slack_nudge") == 0
    write_due(now=start + THREE_DAYS)
    assert sent("slack_nudge") == 1
    for later in (SECOND, timedelta(days=3), WORTH, 2 * WORTH):
        write_due(now=start + NUDGE_AFTER + later)
    assert sent("slack_nudge") == 1
    send_due(now=start + NUDGE_AFTER)
    assert [letter.subject for letter in mail.outbox] == [
        "The door to our Slack",
        "Your chair in Slack is still empty",
    ]


def test_asking_for_the_invitation_again_brings_no_second_nudge(hands: Hands, by_link: str) -> None:
    ann = hands.on_board()
    hands.accept(ann)
    start = hands.now
    for day in range(10):
        if day in (4, 6):
            slack.invite_again(ann, at=start + timedelta(days=day))
        write_due(now=start + timedelta(days=day))
    assert sent("slack_nudge") == 1


def test_nobody_is_nudged_who_has_joined_or_left_us(hands: Hands, by_link: str) -> None:
    joined, gone, late = (hands.on_board() for _ in range(3))
    for candidate in (joined, gone, late):
        hands.accept(candidate)
    slack.note_joined(SlackMembership.objects.filter(candidate=joined), actor=None, at=hands.now)
    STANDING.move(gone, Standing.WITHDRAWN, actor=gone.user, at=hands.now)
    due = hands.now + NUDGE_AFTER
    write_due(now=due)
    assert list(OutgoingMessage.objects.filter(kind="slack_nudge").values_list("recipient", flat=True)) == [
        late.user_id
    ]
    slack.note_joined(SlackMembership.objects.filter(candidate=late), actor=None, at=due)
    mail.outbox.clear()
    send_due(now=due)
    assert "Your chair in Slack is still empty" not in [letter.subject for letter in mail.outbox]


def test_the_invitation_is_sent_again_an_hour_later_and_five_times_at_most(
    hands: Hands, by_link: str
) -> None:
    ann = hands.on_board()
    hands.accept(ann)
    at = hands.now + AGAIN_AFTER
    with pytest.raises(Refused, match="just sent"):
        slack.invite_again(ann, at=at - timedelta(microseconds=1))
    for turn in range(MOST_INVITATIONS - 1):
        slack.invite_again(ann, at=at + turn * AGAIN_AFTER)
    with pytest.raises(Refused, match="several times"):
        slack.invite_again(ann, at=at + timedelta(days=9))
    assert sent("slack_invitation") == MOST_INVITATIONS


@given(
    minutes=st.integers(0, 500),
    invitations=st.integers(0, 9),
    now=st.datetimes(timezones=st.just(UTC)).filter(lambda now: now.year > 1),
)
def test_an_invitation_goes_out_again_exactly_after_an_hour_and_below_five(
    minutes: int, invitations: int, now: datetime
) -> None:
    reason = why_not_again(sent_at=now - timedelta(minutes=minutes), invitations=invitations, now=now)
    assert (not reason) == (minutes >= 60 and invitations < 5)


def test_ten_who_press_again_at_once_get_one_more(hands: Hands, by_link: str, transactional_db: None) -> None:
    ann = hands.on_board()
    hands.accept(ann)
    answers = at_once(*[partial(slack.invite_again, ann, at=hands.now + AGAIN_AFTER)] * 6)
    assert refusals(answers) == ["enough"] * 5
    assert sent("slack_invitation") == 2


def test_whoever_leaves_us_is_taken_out_and_whoever_comes_back_is_where_they_were(
    hands: Hands, by_link: str
) -> None:
    channel = SlackChannel.objects.create(name="all", channel_id="C0ALL")
    here, invited = hands.member("U0HERE"), hands.accept(hands.on_board())
    seat = here.seats.get(channel=channel)
    assert slack.take_seats(here, at=hands.now) == 0
    assert move(seat, SeatStatus.IN, at=hands.now)
    for membership in (here, invited):
        STANDING.move(membership.candidate, Standing.WITHDRAWN, actor=membership.candidate.user, at=hands.now)
    assert tend(now=hands.now) == {"closed": 2}
    assert tend(now=hands.now) == {}
    assert [status_of(one.candidate) for one in (here, invited)] == [
        SlackStatus.TO_REMOVE,
        SlackStatus.CLOSED,
    ]
    seat.refresh_from_db()
    assert seat.status == SeatStatus.REMOVING
    for membership in (here, invited):
        STANDING.move(membership.candidate, Standing.ACTIVE, actor=membership.candidate.user, at=hands.now)
    tend(now=hands.now)
    assert [status_of(one.candidate) for one in (here, invited)] == [SlackStatus.JOINED, SlackStatus.INVITED]
    assert sent("slack_invitation") == 3


@pytest.mark.parametrize("way", ["declined", "inactive", "erased"])
def test_every_way_of_not_being_with_us_closes_the_way_into_slack(
    way: str, hands: Hands, by_link: str
) -> None:
    member = hands.member("U0HERE")
    user = member.candidate.user
    if way == "declined":
        Candidate.objects.filter(pk=member.candidate.pk).update(standing=Standing.DECLINED)
    else:
        setattr(user, *{"inactive": ("is_active", False), "erased": ("erased_at", hands.now)}[way])
        user.save()
    tend(now=hands.now)
    assert status_of(member.candidate) == SlackStatus.TO_REMOVE


def test_a_break_changes_nothing_in_slack(hands: Hands, by_link: str) -> None:
    member = hands.member("U0HERE")
    STANDING.move(member.candidate, Standing.DORMANT, actor=member.candidate.user, at=hands.now)
    assert tend(now=hands.now) == {}
    assert status_of(member.candidate) == SlackStatus.JOINED
