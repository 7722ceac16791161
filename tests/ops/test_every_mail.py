"""Every kind of mail with something to be about: nothing empty, raw or left in English, and the HTML says it all.

With MAILS_TO, a folder: each as a file of text and one of HTML, to be looked at.
"""

import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.template import engines

from core.outbox.enums import Channel
from core.outbox.registry import all_kinds
from core.outbox.rendering import Rendered, render
from tests.every_mail import WRITTEN_BY_PEOPLE, every_message
from tests.mail_cast import NOW
from tests.sealed_mails import SITE

LONGEST_SUBJECT = 110
# A value that is not there, one that is empty between words, a template's own signs, an object's own name.
RAW = re.compile(
    r"MISSING|None\b|\{\{|\{%|%\(|<\w+ object|&(?:amp|lt|#)|\(\)|“”|\$(?!\d)|  | [,.:;]\s|Hello\s*,|Hola,?\s*:"
)
ADDRESS = re.compile(r"https?://\S+")
WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"[^.?!:\n]{25,}[.?!:]")
ENGLISH = re.compile(r"\b(the|you|your|and|with|this|have|will|hello|when|from)\b", re.IGNORECASE)
POSTAL = "1 Main Street, Springfield"
# To the staff at large, in English like the names of their roles.
IN_ENGLISH = {"out of Slack"}
VOID = {"meta", "br"}


class Page(HTMLParser):
    """The words of a page. Raises where an element is closed that is not open, or one stays open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: set[str] = set()
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()

    def handle_data(self, data: str) -> None:
        self.words |= set(WORD.findall(data))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_kind_says_something_whole_and_its_html_as_much_as_its_text(
    language: str, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setattr("core.clock.now", lambda: NOW)
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "MISSING-%s")  # type: ignore[attr-defined]
    settings.ORG_SLACK_INVITE_URL = "https://join.slack.example.org/t/ours/shared_invite/zt-1"
    settings.ORG_POSTAL_ADDRESS, settings.ORG_SITE_URL = POSTAL, SITE
    kinds = set()
    for name, message in every_message(language):
        mail = render(message)
        kinds.add(message.kind)
        keep(name, language, mail)
        body = ADDRESS.sub("…", mail.text.partition("\n-- \n")[0])
        assert not (found := RAW.search(f"{mail.subject}\n{body}")), f"{name}: {found}\n{body}"
        if language == "es" and name not in IN_ENGLISH:
            assert english_in(mail) == [], name
        if message.channel == Channel.EMAIL:
            reads_well(mail, body, name)
            says_the_same(mail, body, name)
    read = {kind.code for kind in all_kinds() if not kind.is_call}
    assert kinds == read, "tests/every_mail.py makes one message of each kind"


def reads_well(mail: Rendered, body: str, name: str) -> None:
    assert 0 < len(mail.subject) <= LONGEST_SUBJECT, name
    assert POSTAL in mail.text, name
    begun_small = [part for part in body.split("\n\n") if part.strip()[:1].islower()]
    assert begun_small == [], name
    sentences = SENTENCE.findall(body)
    assert len(sentences) == len(set(sentences)), name


def says_the_same(mail: Rendered, body: str, name: str) -> None:
    page = Page(mail.html)
    assert set(WORD.findall(body)) <= page.words, name
    addresses = ADDRESS.findall(mail.text)
    assert set(addresses) <= set(re.findall(r'href="([^"]+)"', mail.html)), name


def english_in(mail: Rendered) -> list[str]:
    told = ADDRESS.sub("", f"{mail.subject}\n{mail.text}")
    for words in WRITTEN_BY_PEOPLE:
        told = told.replace(words, "")
    return ENGLISH.findall(told)


def keep(name: str, language: str, mail: Rendered) -> None:
    if folder := os.environ.get("MAILS_TO"):
        place = Path(folder, re.sub(r"\W+", "-", name))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.with_suffix(f".{language}.txt").write_text(f"{mail.subject}\n\n{mail.text}", encoding="utf-8")
        if mail.html:
            place.with_suffix(f".{language}.html").write_text(mail.html, encoding="utf-8")
