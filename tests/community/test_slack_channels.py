"""Channels of state and level, rivals, and the calls to a server that stands in for Slack."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import LazySettings

from candidates.enums import Standing
from candidates.models import Candidacy
from candidates.pipeline import STANDING
from community import deciding, slack_calls
from community.deciding import STUCK_AFTER
from community.models import ChannelSeat, SeatStatus, SlackChannel, SlackMembership, SlackPause, SlackStatus
from community.queues import by_hand
from community.seats import channels_of, take_seats
from community.slack import note_joined
from community.tending import tend
from core.accounts.roles import Role
from core.outbox import sending
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.outbox.sending import send_due
from offices.enums import Level
from tests.community.conftest import Hands
from tests.factories.offices import OfficeFactory, RaceFactory
from tests.factories.people import make_user
from tests.faults.at_once import at_once
from tests.slack_stand_in import Workspace, no, says, too_many

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def race_of(level: str = Level.SCHOOL_BOARD) -> Any:
    return RaceFactory(office=OfficeFactory(level=level))


def run(membership: SlackMembership, race: Any) -> None:
    Candidacy.objects.create(candidate=membership.candidate, race=race)


def seats() -> dict[tuple[str, str], str]:
    rows = ChannelSeat.objects.values_list("membership__slack_id", "channel__channel_id", "status")
    return {(member, channel): status for member, channel, status in rows}


def test_a_channel_is_for_a_state_a_level_both_or_everybody(hands: Hands) -> None:
    for name, state, level in (
        ("all", "", ""), ("texas", "TX", ""), ("ohio", "OH", ""), ("boards", "", Level.SCHOOL_BOARD),
        ("mayors", "", Level.MAYOR), ("texan-boards", "TX", Level.SCHOOL_BOARD), ("closed", "", ""),
    ):  # fmt: skip
        channel_id = f"C0{name.upper().replace('-', '')}"
        SlackChannel.objects.create(
            name=name, channel_id=channel_id, state=state, level=level, is_open=name != "closed"
        )
    member = hands.member("U0ANN", state="TX")
    assert {channel.name for channel in channels_of(member.candidate)} == {"all", "texas"}
    run(member, race_of())
    ended = Candidacy.objects.create(candidate=member.candidate, race=race_of(Level.MAYOR))
    Candidacy.objects.filter(pk=ended.pk).update(status="ended")
    found = [channel.name for channel in channels_of(member.candidate)]
    assert sorted(found) == ["all", "boards", "texan-boards", "texas"]


def test_a_member_is_invited_into_the_channels_by_calls_of_the_outbox(hands: Hands, slack: Workspace) -> None:
    hands.member("U0ANN")
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.WANTED}
    assert slack.calls == []  # nothing leaves within the step itself
    assert send_due(now=hands.now)[Status.SENT] == 1
    assert slack.calls == [("conversations.invite", {"channel": "C0ALL", "users": "U0ANN"})]
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.IN}
    assert send_due(now=hands.now + timedelta(days=9)) == {}


def test_nobody_comes_into_a_channel_who_has_not_agreed_to_the_code_of_conduct(
    hands: Hands, slack: Workspace
) -> None:
    ann = hands.on_board()
    note_joined(SlackMembership.objects.all(), actor=None, at=hands.now, slack_id="U0ANN")
    tend(now=hands.now)
    assert seats() == {}
    hands.accept(ann)
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.WANTED}


def test_of_two_rivals_the_second_waits_for_the_staff_and_nobody_is_told(
    hands: Hands, slack: Workspace
) -> None:
    race = race_of()
    first = hands.member("U0ANN")
    run(first, race)
    bob = hands.on_board()
    Candidacy.objects.create(candidate=bob, race=race)
    membership = hands.accept(bob)
    note_joined(SlackMembership.objects.filter(pk=membership.pk), actor=None, at=hands.now, slack_id="U0BOB")
    send_due(now=hands.now)
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.IN, ("U0BOB", "C0ALL"): SeatStatus.HELD}
    assert slack.channels == {"C0ALL": {"U0ANN"}}
    assert not OutgoingMessage.objects.filter(recipient=bob.user).exclude(kind="slack_invitation").exists()
    assert tend(now=hands.now) == {}
    held = ChannelSeat.objects.filter(status=SeatStatus.HELD)
    staff = make_user(Role.PROGRAM_STAFF)
    assert deciding.invite_all_the_same(held, actor=staff, at=hands.now) == 1
    send_due(now=hands.now)
    assert slack.channels == {"C0ALL": {"U0ANN", "U0BOB"}}


def test_rivals_whom_staff_keep_apart_stay_apart(hands: Hands, slack: Workspace) -> None:
    race = race_of()
    for name in ("U0ANN", "U0BOB"):
        candidate = hands.on_board()
        Candidacy.objects.create(candidate=candidate, race=race)
        hands.accept(candidate)
        note_joined(
            SlackMembership.objects.filter(candidate=candidate), actor=None, at=hands.now, slack_id=name
        )
    staff = make_user(Role.PROGRAM_STAFF)
    assert deciding.keep_apart(ChannelSeat.objects.all(), actor=staff, at=hands.now) == 1
    tend(now=hands.now)
    assert seats()["U0BOB", "C0ALL"] == SeatStatus.REFUSED
    assert deciding.invite_all_the_same(ChannelSeat.objects.all(), actor=staff, at=hands.now) == 0


def test_of_rivals_who_join_at_the_same_moment_one_is_invited(hands: Hands, transactional_db: None) -> None:
    race = race_of()
    SlackChannel.objects.create(name="all", channel_id="C0ALL")
    SlackChannel.objects.create(name="all-texas", channel_id="C0ALL", state="TX")
    for _ in range(3):
        ChannelSeat.objects.all()._raw_delete("default")
        members = []
        for number in range(4):
            candidate = hands.on_board()
            Candidacy.objects.create(candidate=candidate, race=race)
            hands.accept(candidate)
            SlackMembership.objects.filter(candidate=candidate).update(status=SlackStatus.JOINED)
            members.append(SlackMembership.objects.get(candidate=candidate))
            assert number < 4
        at_once(*[partial(take_seats, member, at=hands.now) for member in members])
        assert Counter(seats_of(members)) == {SeatStatus.WANTED: 1, SeatStatus.HELD: 3}


def seats_of(members: list[SlackMembership]) -> list[str]:
    return list(ChannelSeat.objects.filter(membership__in=members).values_list("status", flat=True))


def test_a_race_that_is_entered_later_opens_its_channel(hands: Hands, slack: Workspace) -> None:
    SlackChannel.objects.create(name="boards", channel_id="C0BOARDS", level=Level.SCHOOL_BOARD)
    member = hands.member("U0ANN")
    assert ("U0ANN", "C0BOARDS") not in seats()
    run(member, race_of())
    assert tend(now=hands.now)["seats"] == 1
    assert tend(now=hands.now) == {}
    assert seats()["U0ANN", "C0BOARDS"] == SeatStatus.WANTED


def test_whoever_is_not_with_us_any_more_is_taken_out_of_the_channels(hands: Hands, slack: Workspace) -> None:
    member = hands.member("U0ANN")
    send_due(now=hands.now)
    assert slack.channels == {"C0ALL": {"U0ANN"}}
    STANDING.move(member.candidate, Standing.WITHDRAWN, actor=member.candidate.user, at=hands.now)
    tend(now=hands.now)
    send_due(now=hands.now)
    assert slack.channels == {"C0ALL": set()}
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.OUT}
    # The row of a call that was made knows nobody any more.
    assert OutgoingMessage.objects.get(kind="slack_leave_channel").context.get("user") is None


def test_already_there_is_as_good_as_invited(hands: Hands, slack: Workspace) -> None:
    slack.channels["C0ALL"].add("U0ANN")
    hands.member("U0ANN")
    assert send_due(now=hands.now)[Status.SENT] == 1
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.IN}


def test_a_worker_that_dies_after_slacks_answer_loses_and_doubles_nothing(
    hands: Hands, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.member("U0ANN")

    def dies(*_args: Any, **_fields: Any) -> str:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(slack_calls, "_note_done", dies)
        with pytest.raises(SystemExit):
            send_due(now=hands.now)
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.WANTED}
    assert OutgoingMessage.objects.get(kind="slack_join_channel").status == Status.SENDING
    assert send_due(now=hands.now)[Status.SENT] == 1
    assert slack.methods() == ["conversations.invite"] * 2
    assert slack.channels == {"C0ALL": {"U0ANN"}}
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.IN}


def test_whoever_is_let_in_while_being_taken_out_is_taken_out_again(hands: Hands, slack: Workspace) -> None:
    member = hands.member("U0ANN")
    message = OutgoingMessage.objects.get(kind="slack_join_channel")
    seat = slack_calls.prepare(message)
    STANDING.move(member.candidate, Standing.WITHDRAWN, actor=member.candidate.user, at=hands.now)
    tend(now=hands.now)
    OutgoingMessage.objects.exclude(pk=message.pk).filter(kind="slack_leave_channel").update(
        not_before=hands.now
    )
    send_due(now=hands.now)
    slack_calls.deliver(message, seat, hands.now)  # the first worker comes only now
    assert slack.channels == {"C0ALL": {"U0ANN"}}
    send_due(now=hands.now)
    assert slack.channels == {"C0ALL": set()}


def test_after_429_nobody_calls_before_the_moment_that_slack_named(hands: Hands, slack: Workspace) -> None:
    for name in ("U0ANN", "U0BOB", "U0CID"):
        hands.member(name)
    start = hands.now
    slack.answers = [too_many("30")]
    assert send_due(now=start)[Status.DUE] == 3
    assert len(slack.calls) == 1
    assert SlackPause.objects.get(method="conversations.invite").until == start + timedelta(seconds=30)
    # Another worker, another process: what holds it back is in the database.
    hands.set(start + timedelta(seconds=30) - timedelta(microseconds=1))
    OutgoingMessage.objects.update(not_before=start)
    send_due(now=hands.now)
    assert len(slack.calls) == 1
    hands.set(start + timedelta(seconds=30))
    OutgoingMessage.objects.filter(status=Status.DUE).update(not_before=hands.now)
    assert send_due(now=hands.now)[Status.SENT] == 3
    assert slack.channels == {"C0ALL": {"U0ANN", "U0BOB", "U0CID"}}


def test_being_asked_to_wait_is_no_failed_attempt_however_often(hands: Hands, slack: Workspace) -> None:
    hands.member("U0ANN")
    for _ in range(sending.MAXIMUM_ATTEMPTS + 2):
        slack.answers = [too_many("5")]
        assert send_due(now=hands.now)[Status.DUE] == 1
        hands.set(hands.now + timedelta(seconds=5))
    assert send_due(now=hands.now)[Status.SENT] == 1


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [("7", 7), ("0", 1), ("-5", 60), ("soon", 60), ("nan", 60), ("", 60), ("99999999", 86_400)],
)
def test_retry_after_is_read_and_nonsense_is_a_minute(
    retry_after: str, seconds: int, hands: Hands, slack: Workspace
) -> None:
    hands.member("U0ANN")
    slack.answers = [too_many(retry_after)]
    send_due(now=hands.now)
    assert SlackPause.objects.get().until == hands.now + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "answer",
    [
        says(b"<html>a proxy</html>"), says(b""), says([1, 2]), says(b"null"), says({}), says(b"\xff\xfe"),
        says(no("internal_error")), says(no("fatal_error"), 500), says(b"bad gateway", 502), says({"ok": "yes?"}, 503),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_of_slacks_is_asked_for_again(
    answer: Any, hands: Hands, slack: Workspace
) -> None:
    hands.member("U0ANN")
    slack.answers = [answer]
    assert send_due(now=hands.now)[Status.DUE] == 1
    assert OutgoingMessage.objects.get(kind="slack_join_channel").attempts == 1
    hands.set(hands.now + timedelta(hours=1))
    assert send_due(now=hands.now)[Status.SENT] == 1


def test_what_slack_refuses_for_good_waits_for_a_person_who_can_ask_again(
    hands: Hands, slack: Workspace
) -> None:
    hands.member("U0ANN")
    slack.answers = [says(no("is_archived"))]
    assert send_due(now=hands.now)[Status.FAILED] == 1
    seat = ChannelSeat.objects.get()
    assert (seat.status, seat.failure) == (SeatStatus.FAILED, "is_archived")
    staff = make_user(Role.PROGRAM_STAFF)
    assert deciding.try_again(ChannelSeat.objects.all(), actor=staff, at=hands.now) == 1
    assert send_due(now=hands.now)[Status.SENT] == 1
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.IN}


def test_a_call_that_was_stopped_by_staff_waits_for_a_person_from_the_next_day_on(
    hands: Hands, slack: Workspace
) -> None:
    hands.member("U0ANN")
    staff = make_user(Role.PROGRAM_STAFF)
    OutgoingMessage.objects.filter(kind="slack_join_channel").update(status=Status.CANCELLED)
    assert not by_hand(staff, hands.now + STUCK_AFTER - timedelta(microseconds=1)).exists()
    later = hands.now + STUCK_AFTER
    assert by_hand(staff, later).count() == 1
    assert deciding.try_again(ChannelSeat.objects.all(), actor=staff, at=hands.now) == 0
    assert deciding.try_again(ChannelSeat.objects.all(), actor=staff, at=later) == 1
    send_due(now=later)
    assert slack.channels == {"C0ALL": {"U0ANN"}}
    assert not by_hand(staff, later).exists()


def test_a_revoked_token_stops_every_call_for_a_while_and_loses_none(hands: Hands, slack: Workspace) -> None:
    hands.member("U0ANN")
    hands.member("U0BOB")
    slack.answers = [says(no("token_revoked"))]
    assert send_due(now=hands.now)[Status.DUE] == 2
    assert len(slack.calls) == 1
    hands.set(hands.now + timedelta(minutes=10))
    assert send_due(now=hands.now)[Status.SENT] == 2


def test_slack_that_does_not_answer_is_left_in_time(
    hands: Hands, slack: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("community.slack_api.TIMEOUT_SECONDS", 0.1)
    slack.slow = 0.4
    hands.member("U0ANN")
    assert send_due(now=hands.now)[Status.DUE] == 1


def test_a_server_that_is_away_costs_nobody_their_place(
    hands: Hands, slack: Workspace, settings: LazySettings
) -> None:
    hands.member("U0ANN")
    settings.SLACK_API_URL = "http://127.0.0.1:9/api/"
    assert send_due(now=hands.now)[Status.DUE] == 1
    settings.SLACK_API_URL = slack.url
    assert send_due(now=hands.now + timedelta(hours=1))[Status.SENT] == 1


def test_without_a_token_nothing_is_called_and_people_do_it_by_hand(
    hands: Hands, slack: Workspace, settings: LazySettings
) -> None:
    settings.SLACK_BOT_TOKEN = ""
    hands.member("U0ANN")
    tend(now=hands.now)
    assert send_due(now=hands.now)[Status.SENT] == 0
    assert seats() == {("U0ANN", "C0ALL"): SeatStatus.WANTED}
    settings.SLACK_BOT_TOKEN = "xoxb-of-the-tests"
    tend(now=hands.now)
    send_due(now=hands.now)
    assert slack.channels == {"C0ALL": {"U0ANN"}}
