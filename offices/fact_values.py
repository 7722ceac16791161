"""How the value of a fact is written: what people may type for it, how it is kept, and how it is shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils import formats
from django.utils.translation import gettext as _

from offices.enums import FactKind
from offices.zones import is_zone

LONGEST = 500
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class Unreadable(ValueError):
    """What was typed is no value of this kind; the message says what would be."""


@dataclass(frozen=True)
class Writing:
    """`read` turns what was typed into what is kept, or raises Unreadable; `show` turns that into words."""

    read: Callable[[str], str]
    show: Callable[[str], str] = str


def read_value(kind: str, typed: str) -> str:
    """Return the one text by which the value is kept. Raises Unreadable with a sentence for whoever typed it."""
    text = re.sub(r"\s+", " ", typed).strip()
    if not text:
        raise Unreadable(_("Enter what you found out."))
    if CONTROL.search(text):
        raise Unreadable(_("There are characters in it that cannot be shown. Type it afresh."))
    if len(text) > LONGEST:
        raise Unreadable(_("Keep it to %(count)s characters.") % {"count": LONGEST})
    return WRITINGS[FactKind(kind)].read(text)


def show_value(kind: str, kept: str) -> str:
    """Return a kept value in words."""
    return WRITINGS[FactKind(kind)].show(kept)


def as_day(kept: str) -> date:
    return date.fromisoformat(kept)


def as_dollars(kept: str) -> Decimal:
    return Decimal(kept)


def _day(text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Unreadable(_("Write the date as 2027-03-14: year, month, day.")) from None
    if not 1990 <= found.year <= 2100:
        raise Unreadable(_("This date is too far away to be right."))
    return found.isoformat()


def _show_day(kept: str) -> str:
    return formats.date_format(as_day(kept), "DATE_FORMAT")


def _whole(lowest: int, highest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not lowest <= int(text) <= highest:
            words = {"lowest": lowest, "highest": highest}
            raise Unreadable(_("Enter a whole number from %(lowest)s to %(highest)s.") % words)
        return str(int(text))

    return read


def _dollars(text: str) -> str:
    plain = text.removeprefix("$").strip().replace(",", "")
    try:
        amount = Decimal(plain) if re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain, re.ASCII) else None
    except InvalidOperation:
        amount = None
    if amount is None:
        raise Unreadable(_("Enter an amount in dollars, such as 150 or 37.50; 0 where there is no fee."))
    return f"{amount:.2f}"


def _show_dollars(kept: str) -> str:
    amount = as_dollars(kept)
    if not amount:
        return _("no fee")
    return f"${amount:,.0f}" if amount == int(amount) else f"${amount:,}"


def _zone(text: str) -> str:
    if not is_zone(text):
        raise Unreadable(_("This is no time zone that we know. One is written like America/Chicago."))
    return text


WORDS = Writing(str)
WRITINGS = {
    FactKind.FILING_OPENS: Writing(_day, _show_day),
    FactKind.FILING_CLOSES: Writing(_day, _show_day),
    FactKind.MINIMUM_AGE: Writing(_whole(16, 40)),
    FactKind.RESIDENCY: WORDS,
    FactKind.SIGNATURES: WORDS,
    FactKind.FEE: Writing(_dollars, _show_dollars),
    FactKind.PAY: WORDS,
    FactKind.SEATS: Writing(_whole(1, 500)),
    FactKind.TERM_YEARS: Writing(_whole(1, 20)),
    FactKind.HOLDER: WORDS,
    FactKind.DUTIES: WORDS,
    FactKind.NAME: WORDS,
    FactKind.TITLE: Writing(str),
    FactKind.TIME_ZONE: Writing(_zone),
}
