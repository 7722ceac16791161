"""Reading again what we sent."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from candidates.models import Candidate
from core.outbox.again import PAGE
from core.outbox.models import OutgoingMessage
from core.outbox.services import enqueue_sealed
from interviews import intro_calls
from tests.factories.people import make_call, make_candidate, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate(now: datetime) -> Candidate:
    return make_candidate(now=now)


@pytest.fixture
def client(candidate: Candidate) -> Client:
    client = Client()
    client.force_login(candidate.user)
    return client


def sent() -> None:
    OutgoingMessage.objects.update(status="sent", sent_at=datetime.now(UTC))


def page_of(client: Client, message: OutgoingMessage) -> str:
    answer = client.get(reverse("candidates:message", args=[message.public_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_message_is_read_again_in_its_own_language_with_links_that_work(
    client: Client, candidate: Candidate, now: datetime
) -> None:
    seat = intro_calls.register(candidate, make_call(starts_at=now + timedelta(days=2)), now=now)
    OutgoingMessage.objects.update(language="es")
    sent()
    message = candidate.user.messages.get()
    page = page_of(client, message)
    assert '<div class="mail__body" lang="es">' in page
    assert re.search(r'href="[^"]*/join/[^"]+"', page)
    intro_calls.cancel(seat, now=now)
    assert "has changed or been cancelled since" in page_of(client, message)
    assert "/join/" not in page_of(client, message)


def test_codes_and_links_that_let_somebody_in_are_never_shown_again(
    client: Client, candidate: Candidate
) -> None:
    secret = enqueue_sealed(
        "account_mail", to_address="a@example.org", recipient=candidate.user, subject="s", text="123456",
        html="",
    )  # fmt: skip
    link = OutgoingMessage.objects.create(
        kind="verify_address", lane="security", recipient=candidate.user, to_address="a@example.org", key="k",
        context={"intake": str(uuid4())},
    )  # fmt: skip
    sent()
    for message in (secret, link):
        page = page_of(client, message)
        assert "its text is not kept" in page
        assert "123456" not in page
        assert "/signup/link/" not in page


def test_somebody_elses_message_and_one_not_sent_yet_are_not_there(client: Client, now: datetime) -> None:
    other = make_candidate(now=now, user=make_user())
    intro_calls.register(other, make_call(starts_at=now + timedelta(days=2)), now=now)
    sent()
    theirs = other.user.messages.get()
    assert client.get(reverse("candidates:message", args=[theirs.public_id])).status_code == 404
    me = Candidate.objects.exclude(pk=other.pk).get()
    intro_calls.register(me, make_call(starts_at=now + timedelta(days=3)), now=now)
    waiting = me.user.messages.get()
    assert client.get(reverse("candidates:message", args=[waiting.public_id])).status_code == 404
    assert client.get("/me/messages/").context["messages_sent"] == []


def test_the_list_goes_back_to_the_first_message_and_each_stands_on_it_once(
    client: Client, candidate: Candidate
) -> None:
    OutgoingMessage.objects.bulk_create(
        OutgoingMessage(
            kind="welcome_on_board", lane="transactional", recipient=candidate.user, to_address="a@example.org",
            key=f"k{number}", status="sent", sent_at=datetime.now(UTC),
        )
        for number in range(2 * PAGE + 1)
    )  # fmt: skip
    seen, url, sizes = [], "/me/messages/", []
    while url:
        page = client.get(url).context["page"]
        seen += [message.pk for message in page.rows]
        sizes.append(len(page.rows))
        url = f"/me/messages/?before={page.older}" if page.older else ""
    assert sizes == [PAGE, PAGE, 1]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 2 * PAGE + 1
    for odd in ("nonsense", str(uuid4()), "\x00", "1 OR 1=1"):
        assert client.get("/me/messages/", {"before": odd}).status_code == 200
