"""Whoever wants no more of something gets no more of it, whatever the channel, and whoever asks again."""

from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.models import User
from core.outbox.enums import Channel, Lane, Status, Suppressed, Topic
from core.outbox.links import chooser_of, read_token, token_of
from core.outbox.models import OutgoingMessage, Suppression
from core.outbox.registry import Kind, _kinds, register
from core.outbox.sending import send_due
from core.outbox.services import enqueue, enqueue_sealed
from core.outbox.suppression import key_of_address, key_of_person, lift, suppress
from core.privacy.erasing import erase
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
NEWS = "news_of_the_tests"


@pytest.fixture(autouse=True)
def _news(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A kind from which somebody can unsubscribe; its text is that of another."""
    monkeypatch.setattr(Kind, "template", "messages/mentor_left.txt")
    register(Kind(NEWS, Lane.BULK, "News", lambda message: {"page": "/me/"}, unsubscribe=Topic.NEWS))
    yield
    del _kinds[NEWS]


@pytest.fixture
def ann(now: datetime) -> User:
    return make_user(first_name="Ann", email="ann@example.org")


def sent(kind: str, user: User, now: datetime) -> str:
    """Send one message and return what became of it, or why it was dropped."""
    key = f"{kind}:{OutgoingMessage.objects.count()}"
    enqueue(kind, user, {"page": "/me/"}, key=key, not_before=now)
    send_due(now=now)
    message = OutgoingMessage.objects.get(key=key)
    return message.failure if message.status == Status.CANCELLED else message.status


def code_for(user: User, now: datetime) -> str:
    sealed = enqueue_sealed(
        "account_mail", to_address=user.email, recipient=user, subject="C", text="1", html=""
    )
    OutgoingMessage.objects.filter(pk=sealed.pk).update(not_before=now)
    send_due(now=now)
    sealed.refresh_from_db()
    return sealed.status


@pytest.mark.parametrize("reason", [Suppressed.BOUNCED, Suppressed.COMPLAINED])
def test_an_address_that_does_not_work_or_does_not_want_us_gets_nothing_but_codes(
    ann: User, now: datetime, reason: Suppressed
) -> None:
    suppress([key_of_address("Ann@Example.org ")], reason, at=now)
    assert sent(NEWS, ann, now) == reason
    assert sent("mentor_left", ann, now) == reason
    assert code_for(ann, now) == Status.SENT
    assert sent(NEWS, make_user(email="bo@example.org"), now) == Status.SENT


def test_whoever_unsubscribed_from_a_topic_gets_everything_else(ann: User, now: datetime) -> None:
    suppress([key_of_person(ann.public_id)], Suppressed.UNSUBSCRIBED, at=now, topics=[Topic.NEWS])
    assert sent(NEWS, ann, now) == "unsubscribed"
    assert sent("mentor_left", ann, now) == Status.SENT
    assert code_for(ann, now) == Status.SENT


def test_a_choice_goes_along_to_a_new_address_and_stays_with_the_old_one(ann: User, now: datetime) -> None:
    suppress(chooser_of(ann.email, ann).targets, Suppressed.UNSUBSCRIBED, at=now, topics=[Topic.NEWS])
    ann.email = "new@example.org"
    ann.save()
    assert sent(NEWS, ann, now) == "unsubscribed"
    assert sent(NEWS, make_user(email="ann@example.org"), now) == "unsubscribed"


def test_a_mere_address_is_looked_at_too(now: datetime) -> None:
    suppress([key_of_address("gone@example.org")], Suppressed.BOUNCED, at=now)
    enqueue_sealed(
        "leave_slack", to_address="gone@example.org", recipient=None, subject="S", text="1", html=""
    )
    OutgoingMessage.objects.update(not_before=now)
    assert send_due(now=now) == {Status.CANCELLED: 1}


def test_the_list_survives_an_erasure_and_holds_no_address(ann: User, now: datetime) -> None:
    suppress(chooser_of(ann.email, ann).targets, Suppressed.COMPLAINED, at=now, source="mailgun:1")
    erase(ann, at=now)
    assert sent(NEWS, make_user(email="ann@example.org"), now) == "complained"
    assert "example" not in str(list(Suppression.objects.values()))


def test_the_same_reason_twice_is_one_row_and_is_lifted_at_once(ann: User, now: datetime) -> None:
    target = key_of_address(ann.email)
    for _ in range(3):
        suppress([target], Suppressed.BOUNCED, at=now)
    assert Suppression.objects.count() == 1
    assert lift([target], channel=Channel.TEXT) == 0
    assert lift([target]) == 1
    assert sent(NEWS, ann, now) == Status.SENT


def test_another_key_makes_another_list(settings: Any) -> None:
    before = key_of_address("ann@example.org")
    settings.SUPPRESSION_KEY = "x" * 20
    assert key_of_address("ann@example.org") != before


def test_one_query_looks_at_twenty_messages(
    now: datetime, django_assert_num_queries: Callable[..., Any]
) -> None:
    from core.outbox.suppression import reasons_for_suppression

    for number in range(20):
        enqueue(NEWS, make_user(email=f"p{number}@example.org"), key=str(number), not_before=now)
    messages = list(OutgoingMessage.objects.select_related("recipient"))
    with django_assert_num_queries(1):
        reasons_for_suppression(messages)


# The link


@given(address=st.emails(), tail=st.text("abcdef0123456789.-_", max_size=8))
def test_a_link_is_read_as_it_was_made_and_every_change_is_noticed(address: str, tail: str) -> None:
    chooser = chooser_of(address, None)
    token = token_of(chooser)
    assert read_token(token) == chooser
    assert address not in token
    for forged in (token[:-1], token + "x", tail, "A" + token[1:] if token[0] != "A" else "B" + token[1:]):
        with pytest.raises(ValueError, match="forged"):
            read_token(forged)


@pytest.mark.parametrize("token", ["", ".", "x", "é", "a" * 5000, "AAAA.BBBB"])
def test_a_link_that_we_did_not_make_is_refused_kindly(token: str) -> None:
    for name, args in (("preferences", [token or "-"]), ("unsubscribe", [token or "-", "news"])):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(reverse(f"outbox:{name}", args=args))
            assert answer.status_code == 410
            assert "This link does not work" in answer.text


def mailed(user: User, now: datetime, kind: str = NEWS) -> Any:
    assert sent(kind, user, now) == Status.SENT
    return message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=policy.default)


def test_one_press_in_a_mail_program_unsubscribes_without_a_cookie(ann: User, now: datetime) -> None:
    headers = mailed(ann, now)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000")
    program = Client(enforce_csrf_checks=True)
    for _ in range(3):
        answer = program.post(url, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies.get("sessionid")) == (200, None)
    assert set(Suppression.objects.values_list("target", "topic", "source")) == {
        (target, "news", "one-click") for target in chooser_of(ann.email, ann).targets
    }
    assert sent(NEWS, ann, now) == "unsubscribed"


def test_looking_at_the_link_changes_nothing(ann: User, now: datetime) -> None:
    url = mailed(ann, now)["List-Unsubscribe"].strip(" <>").removeprefix("http://127.0.0.1:8000")
    for method in ("get", "head", "options"):
        getattr(Client(), method)(url)
    assert "Unsubscribe</button>" in Client().get(url).text
    assert not Suppression.objects.exists()


def test_what_nobody_can_be_without_offers_no_way_out(ann: User, now: datetime) -> None:
    headers = mailed(ann, now, "mentor_left")
    assert headers["List-Unsubscribe"] is None
    assert "nsubscribe" not in mail.outbox[-1].body
    assert Client().post(reverse("outbox:unsubscribe", args=["x", "codes"])).status_code == 404


# The page


def page(user: User) -> str:
    return reverse("outbox:preferences", args=[token_of(chooser_of(user.email, user))])


def save(url: str, topics: list[str], **more: Any) -> Any:
    form_key = Client().get(url).context["form"]["form_key"].value()
    return Client().post(url, {"topics": topics, "form_key": form_key, **more}, follow=True)


def test_choosing_on_the_page_holds_and_can_be_taken_back(ann: User, now: datetime) -> None:
    answer = save(page(ann), ["welcome"])
    assert "Saved. It holds from now on." in answer.text
    assert sent(NEWS, ann, now) == "unsubscribed"
    assert save(page(ann), ["welcome", "nudges", "news"]).status_code == 200
    assert not Suppression.objects.exists()
    assert sent(NEWS, ann, now) == Status.SENT


def test_none_of_these_ends_all_that_the_page_shows_and_nothing_else(ann: User) -> None:
    save(page(ann), ["welcome", "nudges", "news"], none="1")
    assert set(Suppression.objects.values_list("topic", flat=True)) == {"welcome", "nudges", "news"}
    save(page(ann) + "?with=digest", ["welcome", "nudges", "news"])
    assert set(Suppression.objects.values_list("topic", flat=True)) == {"digest"}


def test_the_page_tells_nothing_but_topics(ann: User) -> None:
    for method in ("get", "head"):
        text = getattr(Client(), method)(page(ann)).text
        assert "ann@" not in text.lower()
        assert "Hello" not in text
    assert not Suppression.objects.exists()
    assert "staff" not in Client().get(page(ann)).text


def test_a_topic_that_is_none_is_refused_and_nothing_changes(ann: User) -> None:
    assert save(page(ann), ["codes"]).status_code == 422
    assert save(page(ann), ["digest"]).status_code == 422
    assert not Suppression.objects.exists()


def test_whoever_marked_a_mail_as_spam_by_mistake_can_have_mail_again(ann: User, now: datetime) -> None:
    suppress([key_of_address(ann.email)], Suppressed.COMPLAINED, at=now)
    assert "marked as spam" in Client().get(page(ann)).text
    save(page(ann), ["welcome", "nudges", "news"])
    assert sent(NEWS, ann, now) == "complained"
    save(page(ann), ["welcome", "nudges", "news"], again="on")
    assert sent(NEWS, ann, now) == Status.SENT


def test_whoever_has_signed_in_is_led_to_their_own_page(client: Client, ann: User) -> None:
    client.force_login(ann)
    assert client.get("/preferences/")["Location"] == page(ann)
    assert "/preferences/" in client.get("/me/").text
