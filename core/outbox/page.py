"""docs/messages.md, written out of the declarations of kinds and reminders."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from django.utils import translation

from core.outbox.enums import Lane
from core.outbox.registry import Kind, all_kinds
from core.outbox.reminders import Reminder, reminders_of
from core.outbox.timing import in_words, length_in_words

PAGE = Path("docs/messages.md")
INTRODUCTION = """\
# Messages

Written by `manage.py messages_table` out of the declarations in each app's `messages.py` and `reminders.py`: change
them there.

Every message is a row of the outbox before it leaves (docs/adr/0006-the-outbox.md). The lanes leave in this order:
security (codes and what protects an account), transactional (what somebody set going), bulk (the rest, at most
`PROGRAM_MESSAGES_PER_DAY` a person in 24 hours). What is marked *no* in the last column reaches whoever has an address
that works; the others end with the topic that they name.
"""
TITLES = ("kind", "what it is", "for", "by", "due", "worth sending", "dropped when", "unsubscribe")


def page() -> str:
    """Return the whole page, in English whatever the language of the process."""
    with translation.override("en"):
        return "\n".join([INTRODUCTION, *_sections()]).rstrip() + "\n"


def _sections() -> Iterator[str]:
    kinds = sorted(all_kinds(), key=lambda kind: (Lane.values.index(kind.lane), kind.audience, kind.code))
    for lane, found in groupby(kinds, key=lambda kind: kind.lane):
        lines = [list(TITLES), ["---"] * len(TITLES), *(_row(kind) for kind in found)]
        yield f"## {Lane(lane).label.capitalize()}\n\n" + "".join(
            f"| {' | '.join(cells)} |\n" for cells in lines
        )


def _row(kind: Kind) -> list[str]:
    reminders = reminders_of(kind.code)
    return [
        f"`{kind.code}`",
        str(kind.label),
        str(kind.audience.label),
        ", ".join(str(channel.label) for channel in kind.channels),
        _due(kind, reminders),
        "; ".join(f"for {length_in_words(one.worth)}" for one in reminders) or kind.until or "at any time",
        kind.dropped or "–",
        str(kind.topic.label) if kind.topic else "no",
    ]


def _due(kind: Kind, reminders: list[Reminder]) -> str:
    anchor = kind.anchor or "…"
    if reminders:
        return "; ".join(f"{in_words(one.when)} {anchor}" for one in reminders)
    return f"at once, when {anchor}" if kind.anchor else "at once"
