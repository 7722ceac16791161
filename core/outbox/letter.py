"""A mail's plain text, taken apart for its HTML: what stands before its one action, the action, and what follows."""

import re
from dataclasses import dataclass

from django.utils.html import escape, linebreaks, urlize
from django.utils.translation import gettext as _

# A line that ends with an address; the words before it, if they are few, become the button's. One of a list never does.
LINK_LINE = re.compile(r"^(?!- )(?P<words>.*?)\s*(?P<url>https?://\S+)$")
ITEM = "- "
# What somebody types elsewhere, alone in its paragraph: six digits, or four and four.
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}|[0-9]{6}")
LONGEST_ON_A_BUTTON = 36
PREHEADER = 110


@dataclass(frozen=True)
class Letter:
    """HTML parts, all escaped but `action`, the button's words, and `url`, where it leads; both empty without one."""

    before: str
    action: str
    url: str
    after: str
    preheader: str


def letter_of(text: str) -> Letter:
    """Return the parts of a mail's `text`, without its footer.

    The first line that ends with an address is the action: what follows is for whom it does not suit.
    """
    lines = text.splitlines()
    found = next((n for n, line in enumerate(lines) if LINK_LINE.match(line)), None)
    if found is None:
        return Letter(_html(text), "", "", "", _preheader(text))
    match = LINK_LINE.match(lines[found])
    assert match is not None
    words = match["words"].rstrip(" :.")
    fits = bool(words) and len(words) <= LONGEST_ON_A_BUTTON
    before = lines[:found] + ([] if fits or not words else [match["words"]])
    return Letter(
        before=_html("\n".join(before)),
        action=words if fits else _("Open the page"),
        url=match["url"],
        after=_html("\n".join(lines[found + 1 :])),
        preheader=_preheader(text),
    )


def _html(text: str) -> str:
    """Most texts have nothing to link, and looking for it is dear."""
    linked = urlize(text.strip(), autoescape=True) if "://" in text or "@" in text else escape(text.strip())
    return "\n\n".join(_paragraph(part) for part in re.split(r"\n{2,}", linked) if part.strip())


def _paragraph(linked: str) -> str:
    """Return a paragraph whose text is escaped already: as a list, if each of its lines is an item of one."""
    lines = linked.strip("\n").split("\n")
    if all(line.startswith(ITEM) for line in lines):
        return "<ul>" + "".join(f"<li>{line.removeprefix(ITEM)}</li>" for line in lines) + "</ul>"
    if CODE.fullmatch(linked):
        return f'<p class="code">{linked}</p>'
    return linebreaks(linked)


def _preheader(text: str) -> str:
    """Return what a list of mails shows beside the subject: the first words after the greeting, cut at a word."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    first = re.sub(r"https?://\S+", "", paragraphs[min(1, len(paragraphs) - 1)] if paragraphs else "").strip()
    return first if len(first) <= PREHEADER else first[:PREHEADER].rsplit(" ", 1)[0] + "…"
