"""Staff read a sentence for every code under which a message may stay here."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from core.outbox.enums import Suppressed
from core.outbox.fates import sentence_for

SAID = re.compile(r'(?:NoLongerWanted\(|failure=|_try_later\(message, |TryLater\()f?"([^"]+)"')
FILLED = re.compile(r"\{[^}]+\}")


def codes_in_the_source() -> set[str]:
    """Every code that is written in the product, with what is filled in replaced by a word."""
    found = set()
    for folder in (
        "core",
        "candidates",
        "community",
        "interviews",
        "mentorship",
        "funding",
        "donors",
        "offices",
    ):
        for file in Path(settings.BASE_DIR, folder).rglob("*.py"):
            found |= set(SAID.findall(file.read_text(encoding="utf-8")))
    return {FILLED.sub("something", code) for code in found - {""}}


def test_codes_are_found_in_the_source() -> None:
    assert {"too late", "candidate_gone", "standing_something", "not taken"} <= codes_in_the_source()


@pytest.mark.parametrize("code", sorted(codes_in_the_source() | set(Suppressed.values)))
def test_each_code_has_a_sentence(code: str) -> None:
    assert str(sentence_for(code)).endswith((".", "STOP", "spam", "work", "unsubscribed"))


@pytest.mark.parametrize("code", ["", "KeyError", "a_gone_b", "250 odd words of a server"])
def test_what_nobody_foresaw_is_shown_as_it_is(code: str) -> None:
    assert sentence_for(code) == ""
