"""A mail is one text: its HTML has the same words, one button, and a foot that says who writes and why."""

import re
from datetime import datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outbox.letter import LONGEST_ON_A_BUTTON, PREHEADER, letter_of
from core.outbox.models import OutgoingMessage
from core.outbox.rendering import render
from core.outbox.services import enqueue, enqueue_sealed
from tests.factories.people import make_candidate, make_user

LINK = "https://example.org/me/"


class Words(HTMLParser):
    """The words that somebody reads, without the markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def test_the_first_line_that_ends_with_an_address_becomes_the_button() -> None:
    letter = letter_of(f"Hello,\n\ncome.\n\nTo join: https://meet.example.org/x\n\nTo cancel: {LINK}")
    assert (letter.action, letter.url) == ("To join", "https://meet.example.org/x")
    assert "Hello," in letter.before
    assert "To join" not in letter.before
    assert f'href="{LINK}"' in letter.after


@pytest.mark.parametrize(
    "line",
    [LINK, f"If you cannot come, tell us today, so that somebody else can have the time: {LINK}"],
    ids=["no words", "too many words"],
)
def test_what_does_not_fit_on_a_button_stands_before_it(line: str) -> None:
    letter = letter_of(f"Hello,\n\n{line}\n\nBye.")
    assert (letter.action, letter.url) == ("Open the page", LINK)
    assert ("tell us today" in letter.before) == ("tell us today" in line)


def test_lines_that_are_items_become_a_list_and_an_address_in_one_no_button() -> None:
    letter = letter_of(f"Hello,\n\n- one: {LINK}1/\n- two <b>\n\nTo join: {LINK}\n\n- a\nb")
    assert (letter.action, letter.url) == ("To join", LINK)
    assert re.findall(r"<li>(.*?)</li>", letter.before) == [
        f'one: <a href="{LINK}1/">{LINK}1/</a>',
        "two &lt;b&gt;",
    ]
    assert "<ul>" not in letter.after


def test_without_an_address_there_is_no_button_and_a_button_is_not_made_of_what_follows() -> None:
    assert letter_of("Hello,\n\nthat is all.").url == ""
    assert letter_of(f"Hello,\n\n{LINK} is our page.").url == ""


@pytest.mark.parametrize(
    "line", ["<b>now</b> https://x.org/?a=<i>", "<b>now</b>\nhttps://x.org/ <i>", "<b> a@b.org"]
)
def test_beside_an_address_nothing_becomes_markup_either(line: str) -> None:
    letter = letter_of(f"Hello,\n\nhere: {LINK}\n\n{line}")
    assert set(re.findall(r"<(\w+)", letter.before + letter.after)) <= {"p", "br", "a", "ul", "li"}
    assert "&lt;b&gt;" in letter.after


@given(st.text(max_size=300))
def test_whatever_is_written_can_neither_become_markup_nor_get_lost(text: str) -> None:
    letter = letter_of(text)
    shown = Words(letter.before + letter.after).words + letter.action.split() + letter.url.split()
    assert set(re.findall(r"<(\w+)", letter.before + letter.after)) <= {"p", "br", "a", "ul", "li"}
    plain = re.findall(r"\w{4,}", text)
    assert all(any(word in one for one in shown) for word in plain if "://" not in text)
    assert len(letter.preheader) <= PREHEADER + 1
    assert not letter.action or len(letter.action) <= LONGEST_ON_A_BUTTON


@pytest.mark.django_db
def test_text_and_html_say_who_writes_and_why_and_how_to_stop_it(now: datetime, settings: object) -> None:
    settings.ORG_POSTAL_ADDRESS = "1 Main Street, Springfield"  # type: ignore[attr-defined]
    ann = make_candidate(now=now, user=make_user(first_name="Ann", language="es"))
    enqueue("ask_for_your_talk", ann.user, {"candidate": str(ann.public_id)}, key="one", not_before=now)
    rendered = render(OutgoingMessage.objects.get(key="one"))
    assert '<html lang="es">' in rendered.html
    for part in (rendered.text, rendered.html):
        for told in (
            "1 Main Street, Springfield",
            "help@example.org",
            rendered.unsubscribe_url,
            "/preferences/",
        ):
            assert told in part
    assert rendered.text.count("\n-- \n") == 1
    assert rendered.html.count('class="button"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "language", "greeting"), [("", "en", "Hello,\n"), ("Ann", "es", "Hola, Ann:\n")]
)
def test_whoever_gave_no_name_is_greeted_without_one(name: str, language: str, greeting: str) -> None:
    enqueue("intro_call_invitation", make_user(first_name=name, language=language), key="one")
    assert render(OutgoingMessage.objects.get()).text.startswith(greeting)


@pytest.mark.django_db
def test_a_code_has_html_too_and_nothing_to_unsubscribe(now: datetime) -> None:
    ann = make_user()
    message = enqueue_sealed(
        "account_mail",
        to_address=ann.email,
        recipient=ann,
        subject="Code",
        text="Your code:\n\n483920",
        html="",
    )
    rendered = render(message)
    assert '<p class="code">483920</p>' in rendered.html
    assert rendered.unsubscribe_url == ""
    assert "nsubscribe" not in rendered.text + rendered.html
