"""A language that nobody speaks: what is translated is accented, so what keeps its plain letters was never marked."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import trans_real

LANGUAGE = "es"
PLAIN, ACCENTED = "abcdeghiklmnoprstuwyzABCDEGHIKLMNOPRSTUWYZ", "àƀćđéĝħîķłṁñöþŕšţũŵýžÀƁĆĐÉĜĦÎĶŁṀÑÖÞŔŠŢŨŴÝŽ"
ACCENTS = str.maketrans(PLAIN + "fjvxqFJVXQ", ACCENTED + "ƒĵṽẋʠƑĴṼẊɊ")
KEPT = re.compile(r"%%|%\(\w+\)[a-z]|%[sd]|\{\w*\}|<[^>]+>|&\w+;")
SEEN = {"title", "alt", "aria-label", "placeholder", "data-label"}
UNSEEN = {"script", "style", "template", "code"}
VOID = {"input", "img", "br", "hr", "meta", "link"}


def pseudo(text: str) -> str:
    """Accent every letter but those of placeholders and tags."""
    kept = KEPT.findall(text)
    pieces = [piece.translate(ACCENTS) for piece in KEPT.split(text)]
    return "".join(piece + mark for piece, mark in zip(pieces, [*kept, ""], strict=True))


@contextmanager
def spoken() -> Iterator[None]:
    """Within it, Spanish is the pseudo-language, for what is in a catalogue and for nothing else."""
    spanish: Any = trans_real.translation(LANGUAGE)
    catalogues = spanish._catalog._catalogs
    spanish._catalog._catalogs = [
        {key: pseudo(text) if key else text for key, text in one.items()} for one in catalogues
    ]
    try:
        yield
    finally:
        spanish._catalog._catalogs = catalogues


class Texts(HTMLParser):
    """What somebody who sees or hears the page is told, text by text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (
            self.hidden
            or tag in UNSEEN
            or given.get("translate") == "no"
            or given.get("lang") not in (None, LANGUAGE)
            or "prose"
            in (given.get("class") or "").split()  # lessons and the like, in a language of their own
        ):
            self.hidden += [tag] * (tag not in VOID)
            return
        self.found += [given[name] or "" for name in SEEN & given.keys()]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.found.append(given.get("value") or "")
        if tag == "meta" and given.get("name") == "description":
            self.found.append(given.get("content") or "")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.found.append(data)


def texts_of(html: str) -> list[str]:
    reader = Texts()
    reader.feed(html)
    return [" ".join(text.split()) for text in reader.found]


def plain_words(text: str, data: re.Pattern[str]) -> list[str]:
    """Return the words that are in no catalogue, once what matches `data` (names, addresses, codes) is taken out."""
    return re.findall(r"[A-Za-z]{2,}", data.sub(" ", text))
