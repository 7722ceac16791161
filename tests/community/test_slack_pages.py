"""What a candidate sees and does about Slack, and what staff do in the back office."""

from uuid import uuid4

import pytest
from django.core import mail

from community.conduct import current_version
from community.models import ChannelSeat, SeatStatus, SlackChannel, SlackMembership, SlackStatus
from core.accounts.roles import Role
from core.outbox.models import OutgoingMessage
from core.outbox.sending import send_due
from tests.community.conftest import Hands
from tests.factories.people import make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db


def agree(**given: str) -> dict[str, str]:
    return {"form_key": str(uuid4()), "version": current_version(), "agreed": "on", **given}


def test_a_candidate_agrees_on_the_page_and_reads_where_they_stand(hands: Hands, by_link: str) -> None:
    ann = hands.on_board()
    browser = sign_in(ann.user)
    assert "Read the code of conduct" in browser.get("/me/").content.decode()
    page = browser.get("/slack/").content.decode()
    assert "Harassment" in page
    assert "I agree" in page
    form = agree()
    for _ in range(3):
        assert browser.post("/slack/", form).headers["Location"] == "/slack/"
    assert OutgoingMessage.objects.filter(kind="slack_invitation").count() == 1
    send_due(now=hands.now)
    assert by_link in mail.outbox[-1].body
    for url in ("/slack/", "/me/"):
        page = browser.get(url).content.decode()
        assert f"Your invitation went to {ann.user.email} on June 1, 2026." in page
        assert "You agreed to the code of conduct on June 1, 2026." in page
        assert "We have just sent you an invitation." in page


def test_whoever_does_not_tick_the_box_or_read_an_old_wording_has_not_agreed(
    hands: Hands, by_link: str
) -> None:
    browser = sign_in(hands.on_board().user)
    for form, sentence in (
        (agree(agreed=""), "Tick the box"),
        (agree(version="2020-01-01"), "has changed just now"),
        ({"form_key": "x"}, "Tick the box"),
    ):
        answer = browser.post("/slack/", form)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert SlackMembership.objects.get().status == SlackStatus.TO_ACCEPT


def test_that_a_place_waits_for_the_staff_is_told_to_nobody(hands: Hands, by_link: str) -> None:
    member = hands.member("U0ANN")
    channel = SlackChannel.objects.create(name="secret-name", channel_id="C0ALL")
    ChannelSeat.objects.create(membership=member, channel=channel, status=SeatStatus.HELD, since=hands.now)
    browser = sign_in(member.candidate.user)
    for url in ("/me/", "/slack/"):
        page = browser.get(url).content.decode()
        assert "You came in on" in page
        assert "secret-name" not in page


def test_staff_note_by_hand_and_enter_the_id_of_whom_we_could_not_find(hands: Hands) -> None:
    ann = hands.on_board()
    membership = hands.accept(ann)
    SlackChannel.objects.create(name="all", channel_id="C0ALL")
    browser = sign_in(make_user(Role.PROGRAM_STAFF))
    members = "/admin/community/slackmembership/"
    for action, status in (("invited_by_hand", "invited"), ("have_joined", "joined")):
        browser.post(members, {"action": action, "_selected_action": [membership.pk]})
        membership.refresh_from_db()
        assert membership.status == status
    change = f"{members}{membership.pk}/change/"
    assert "look like" in browser.post(change, {"slack_id": "@ann"}).content.decode()
    assert browser.post(change, {"slack_id": "U0ANN"}).status_code == 302
    membership.refresh_from_db()
    assert membership.slack_id == "U0ANN"
    seat = ChannelSeat.objects.get()
    browser.post("/admin/community/channelseat/", {"action": "done_by_hand", "_selected_action": [seat.pk]})
    seat.refresh_from_db()
    assert seat.status == SeatStatus.IN


def test_one_account_in_slack_is_one_person_here(hands: Hands) -> None:
    hands.member("U0ANN")
    bob = hands.member("U0BOB")
    browser = sign_in(make_user(Role.PROGRAM_STAFF))
    answer = browser.post(f"/admin/community/slackmembership/{bob.pk}/change/", {"slack_id": "U0ANN"})
    assert answer.status_code == 200
    bob.refresh_from_db()
    assert bob.slack_id == "U0BOB"
