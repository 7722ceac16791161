"""Who joined or left is noticed by Slack's events or by asking, once, whichever comes first."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from candidates.enums import Standing
from candidates.models import Candidate
from community.events import KEPT, forget_old_events, heed
from community.looking import BATCH, look, next_look
from community.models import ChannelSeat, SeatStatus, SlackChannel, SlackEvent, SlackMembership, SlackStatus
from community.slack_views import MOST_BYTES
from community.tending import tend
from core.outbox.models import OutgoingMessage
from core.outbox.sending import send_due
from tests.community.conftest import SECRET, Hands
from tests.faults.at_once import at_once
from tests.slack_stand_in import Workspace, too_many

pytestmark = pytest.mark.django_db
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
EVENTS = "/slack/events/"


@pytest.fixture(autouse=True)
def _secret(settings: LazySettings) -> None:
    settings.SLACK_SIGNING_SECRET = SECRET


def post(
    hands: Hands, body: Any, *, secret: str = SECRET, age: timedelta = timedelta(), **headers: str
) -> Any:
    """Send `body` as Slack would, signed `age` ago."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int((hands.now - age).timestamp()))
    try:
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=text) or ""
    except UnicodeDecodeError:
        signature = "v0=00"
    given = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature, **headers}
    return Client(enforce_csrf_checks=True).post(EVENTS, text, content_type="application/json", headers=given)


def told(event: dict[str, Any], event_id: str = "Ev1") -> dict[str, Any]:
    return {"type": "event_callback", "event_id": event_id, "event": event}


def joins(candidate: Candidate, slack_id: str = "U0ANN") -> dict[str, Any]:
    return {"type": "team_join", "user": {"id": slack_id, "profile": {"email": candidate.user.email.upper()}}}


def status_of(candidate: Candidate) -> str:
    return SlackMembership.objects.get(candidate=candidate).status


@pytest.fixture
def ann(hands: Hands, by_link: str) -> Candidate:
    candidate = hands.on_board()
    hands.accept(candidate)
    return candidate


def test_the_address_of_the_events_proves_itself_to_slack(hands: Hands) -> None:
    response = post(hands, {"type": "url_verification", "challenge": "3eZbrw1aB"})
    assert (response.status_code, response.json()) == (200, {"challenge": "3eZbrw1aB"})


def test_somebody_who_joins_is_noticed_and_invited_into_the_channels(
    hands: Hands, ann: Candidate, slack: Workspace
) -> None:
    assert post(hands, told(joins(ann))).status_code == 200
    membership = SlackMembership.objects.get()
    assert (membership.status, membership.slack_id, membership.joined_at) == ("joined", "U0ANN", hands.now)
    send_due(now=hands.now)
    assert slack.channels == {"C0ALL": {"U0ANN"}}


def test_the_same_event_again_changes_nothing(hands: Hands, ann: Candidate) -> None:
    assert post(hands, told(joins(ann))).status_code == 200
    SlackMembership.objects.update(status=SlackStatus.INVITED)
    assert post(hands, told(joins(ann))).status_code == 200
    assert status_of(ann) == SlackStatus.INVITED
    assert SlackEvent.objects.count() == 1
    assert SlackMembership.objects.get().transitions.filter(to_state="joined").count() == 1


@pytest.mark.parametrize("seconds", [301, -301, 86_400])
def test_a_replay_after_five_minutes_is_refused(seconds: int, hands: Hands, ann: Candidate) -> None:
    assert post(hands, told(joins(ann)), age=timedelta(seconds=seconds)).status_code == 401
    assert status_of(ann) == SlackStatus.INVITED
    near = timedelta(seconds=300 if seconds > 0 else -300)
    assert post(hands, told(joins(ann)), age=near).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Slack-Signature": ""}, {"X-Slack-Signature": "v0=" + "0" * 64}, {"X-Slack-Signature": "v0=é"},
        {"X-Slack-Request-Timestamp": ""}, {"X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Request-Timestamp": "9" * 40}, {"X-Slack-Request-Timestamp": "١٢٣"},
    ],
)  # fmt: skip
def test_a_bad_signature_is_refused(headers: dict[str, str], hands: Hands, ann: Candidate) -> None:
    assert post(hands, told(joins(ann)), **headers).status_code == 401
    assert (status_of(ann), SlackEvent.objects.count()) == (SlackStatus.INVITED, 0)


def test_another_secret_another_body_no_secret_or_no_post_is_refused(
    hands: Hands, ann: Candidate, settings: LazySettings
) -> None:
    assert post(hands, told(joins(ann)), secret="f" * 32).status_code == 401
    assert post(hands, b"\xff\xfe\x00").status_code == 401
    assert Client().get(EVENTS).status_code == 401
    settings.SLACK_SIGNING_SECRET = ""
    assert post(hands, told(joins(ann))).status_code == 401
    assert status_of(ann) == SlackStatus.INVITED


def test_an_oversized_body_is_refused_before_it_is_read(hands: Hands) -> None:
    class Unread:
        """A body of which nothing may be asked for."""

        def read(self, *args: Any) -> bytes:
            raise AssertionError("The body was read.")

        readline = read

    for length in (str(MOST_BYTES + 1), "9" * 30, "many"):
        environ = {"CONTENT_LENGTH": length, "wsgi.input": Unread(), "CONTENT_TYPE": "application/json"}
        response = Client().generic("POST", EVENTS, **environ)  # type: ignore[arg-type]
        assert response.status_code == 413
    padding = MOST_BYTES - len(json.dumps({"type": "x", "pad": ""}))
    assert post(hands, {"type": "x", "pad": "a" * padding}).status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 5_000, b"[]", b'"x"', b"7"])
def test_what_is_signed_and_no_event_is_a_bad_request(body: bytes, hands: Hands) -> None:
    assert post(hands, body).status_code == 400


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["U0ANN", "\x00", "a@b.org"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "profile", "email", "deleted", "user"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    user=JSON, channel=JSON,
    kind=st.sampled_from(["team_join", "user_change", "member_joined_channel", "member_left_channel"]),
)  # fmt: skip
def test_no_event_whatever_it_holds_is_an_error(user: Any, channel: Any, kind: str) -> None:
    event = {"type": kind, "user": user, "channel": channel}
    heed(f"Ev{SlackEvent.objects.count()}", event, at=datetime(2026, 6, 1, tzinfo=UTC))


def test_whoever_is_unknown_here_is_nothing_to_us(hands: Hands, ann: Candidate) -> None:
    event = {
        "type": "team_join",
        "user": {"id": "U0STAFF", "profile": {"email": "somebody.else@example.org"}},
    }
    assert post(hands, told(event)).status_code == 200
    assert post(hands, told({"type": "team_join", "user": {"id": "U0BOT"}}, "Ev2")).status_code == 200
    assert status_of(ann) == SlackStatus.INVITED


def test_a_closed_account_is_noticed_and_so_is_one_that_is_opened_again(
    hands: Hands, slack: Workspace
) -> None:
    member = hands.member("U0ANN")
    send_due(now=hands.now)
    post(hands, told({"type": "user_change", "user": {"id": "U0ANN", "deleted": True}}))
    assert status_of(member.candidate) == SlackStatus.LEFT
    assert ChannelSeat.objects.get().status == SeatStatus.OUT
    post(hands, told({"type": "user_change", "user": {"id": "U0ANN", "deleted": False}}, "Ev2"))
    assert status_of(member.candidate) == SlackStatus.JOINED
    assert ChannelSeat.objects.get().status == SeatStatus.WANTED


def test_whoever_leaves_a_channel_is_not_dragged_back(hands: Hands, slack: Workspace) -> None:
    hands.member("U0ANN")
    send_due(now=hands.now)
    post(hands, told({"type": "member_left_channel", "user": "U0ANN", "channel": "C0ALL"}))
    assert ChannelSeat.objects.get().status == SeatStatus.LEFT
    slack.channels["C0ALL"].clear()
    tend(now=hands.now + DAY)
    send_due(now=hands.now + DAY)
    assert slack.channels == {"C0ALL": set()}
    post(hands, told({"type": "member_joined_channel", "user": "U0ANN", "channel": "C0ALL"}, "Ev2"))
    assert ChannelSeat.objects.get().status == SeatStatus.IN


def test_whoever_comes_in_by_an_old_link_though_not_with_us_is_a_task_for_staff(
    hands: Hands, ann: Candidate
) -> None:
    Candidate.objects.filter(pk=ann.pk).update(standing=Standing.WITHDRAWN)
    tend(now=hands.now)
    assert status_of(ann) == SlackStatus.CLOSED
    post(hands, told(joins(ann)))
    assert status_of(ann) == SlackStatus.TO_REMOVE
    post(hands, told({"type": "user_change", "user": {"id": "U0ANN", "deleted": True}}, "Ev2"))
    assert status_of(ann) == SlackStatus.CLOSED


def test_events_are_forgotten_after_two_days(hands: Hands) -> None:
    heed("Ev1", {"type": "other"}, at=hands.now)
    assert forget_old_events(now=hands.now + KEPT) == 0
    assert forget_old_events(now=hands.now + KEPT + SECOND) == 1


def test_asking_finds_who_has_joined_and_later_who_has_left(
    hands: Hands, ann: Candidate, slack: Workspace
) -> None:
    assert look(now=hands.now) == {}  # the invitation is ten minutes old at least
    at = hands.now + timedelta(minutes=10)
    assert look(now=at) == {"not yet": 1}
    assert look(now=at + HOUR - SECOND) == {}
    slack.members["U0ANN"] = ann.user.email
    assert look(now=at + HOUR) == {"joined": 1}
    assert SlackMembership.objects.get().slack_id == "U0ANN"
    assert look(now=at + HOUR + DAY) == {"there": 1}
    slack.gone.add("U0ANN")
    assert look(now=at + HOUR + 2 * DAY) == {"gone": 1}
    assert status_of(ann) == SlackStatus.LEFT
    assert look(now=at + 90 * DAY) == {}


def test_an_account_that_was_closed_counts_as_not_joined(
    hands: Hands, ann: Candidate, slack: Workspace
) -> None:
    slack.members["U0ANN"] = ann.user.email
    slack.answers = [(200, {}, json.dumps({"ok": True, "user": {"id": "U0ANN", "deleted": True}}).encode())]
    assert look(now=hands.now + HOUR) == {"not yet": 1}


@given(days=st.integers(0, 100), status=st.sampled_from(["to_invite", "invited", "joined", "to_remove"]))
def test_the_next_look_lies_ahead_and_looking_for_somebody_ends_after_sixty_days(
    days: int, status: str
) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    found = next_look(status, now - days * DAY, now)
    assert (found is None) == (days >= 60 and status in ("to_invite", "invited"))
    assert found is None or HOUR <= found - now <= DAY


def test_a_tick_asks_about_a_few_and_the_next_about_the_others(
    hands: Hands, by_link: str, slack: Workspace
) -> None:
    for _ in range(BATCH + 3):
        hands.accept(hands.on_board())
    at = hands.now + HOUR
    assert look(now=at) == {"not yet": BATCH}
    assert look(now=at) == {"not yet": 3}
    assert look(now=at) == {}
    assert len({arguments["email"] for _method, arguments in slack.calls}) == BATCH + 3


def test_after_429_asking_goes_on_where_it_was_and_not_before(
    hands: Hands, by_link: str, slack: Workspace
) -> None:
    for _ in range(3):
        hands.accept(hands.on_board())
    hands.set(hands.now + HOUR)
    slack.answers = [too_many("40")]
    assert look(now=hands.now) == {"away": 1}
    assert len(slack.calls) == 1
    hands.set(hands.now + 39 * SECOND)
    assert look(now=hands.now) == {}
    hands.set(hands.now + SECOND)
    assert look(now=hands.now) == {"not yet": 3}


def test_without_a_token_nobody_is_asked_about(
    hands: Hands, ann: Candidate, slack: Workspace, settings: Any
) -> None:
    settings.SLACK_BOT_TOKEN = ""
    assert look(now=hands.now + DAY) == {}
    assert slack.calls == []


def test_event_and_asking_at_the_same_moment_are_one_joining(
    hands: Hands, slack: Workspace, by_link: str, transactional_db: None
) -> None:
    SlackChannel.objects.get_or_create(name="everybody", channel_id="C0ALL")
    for turn in range(4):
        candidate, slack_id = hands.on_board(), f"U0ANN{turn}"
        hands.accept(candidate)
        slack.members[slack_id] = candidate.user.email
        at = hands.now + HOUR
        asking = partial(look, now=at)
        event = partial(heed, f"Ev{turn}", joins(candidate, slack_id), at=at)
        at_once(asking, event, asking, event)
        membership = SlackMembership.objects.get(candidate=candidate)
        assert membership.transitions.filter(to_state="joined").count() == 1
        assert membership.seats.count() == 1
        assert OutgoingMessage.objects.filter(kind="slack_join_channel").count() == turn + 1
