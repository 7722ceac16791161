"""Reads an export of contributions from ActBlue, strictly: a file that is not of this form is refused row by row.

Of a row are kept the line item, the amount, the day, the donor's name and whether it was given back; addresses,
employers, telephone numbers and e-mail addresses are dropped unread. Times are Eastern, as ActBlue's data dictionary
says of "Paid At" (Report Builder) and of "Date" (the older downloads).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.lifecycle import Refused
from core.strict_csv import FaultyCsv, decoded, formula_in, rows_of

EASTERN = ZoneInfo("America/New_York")
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_FAULTS = 10
LINE_ITEM, AMOUNT, FIRST, LAST = "Lineitem ID", "Amount", "Donor First Name", "Donor Last Name"
WHEN = ("Paid At", "Date")
REFUND_WHEN, REFUND = "Refund Date", "Refund ID"
MOMENTS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y",
)
MONEY = re.compile(r"-?\$?(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})\.\d{2}\Z", re.ASCII)
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


class FaultyExport(Refused):
    """The file was refused whole. `faults` are sentences, each with the row it is about."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("faulty_export", " ".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True)
class Contribution:
    """A gift of an export: dollars, its day in the zone that was asked for, and the day on which it was given back."""

    line_item: str
    donor: str
    amount: Decimal
    given_on: date
    refunded_on: date | None


@dataclass
class _Reading:
    zone: ZoneInfo
    today: date
    found: dict[str, Contribution] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def complain(self, row: int, text: str) -> None:
        self.faults.append(_("Row %(row)d: %(what)s") % {"row": row, "what": text})


def read_export(data: bytes, *, zone: ZoneInfo, today: date) -> list[Contribution]:
    """Return the contributions of an export; days are those of `zone`, and none lies after `today`.

    Raises FaultyExport with up to ten faults, each with its row as a spreadsheet counts them, the heading being 1.
    """
    reading = _Reading(zone, today)
    rows = _rows(data)
    _number, heading = next(rows, (1, []))
    when = _when(heading)
    for number, cells in rows:
        if number - 1 > MOST_ROWS:
            reading.complain(number, _("more than %(n)d rows. Export a shorter time.") % {"n": MOST_ROWS})
        elif len(cells) != len(heading):
            reading.complain(
                number,
                _("%(n)d cells instead of %(of)d.") % {"n": len(cells), "of": len(heading)},
            )
        else:
            _read(reading, number, dict(zip(heading, cells, strict=True)), when)
        if len(reading.faults) >= MOST_FAULTS or number - 1 > MOST_ROWS:
            break
    if reading.faults:
        raise FaultyExport(reading.faults)
    if not reading.found:
        raise FaultyExport([_("The file has a heading and no rows.")])
    return list(reading.found.values())


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    advice = _("Upload ActBlue’s own file, not a saved copy.")
    try:
        text = decoded(data, most_bytes=MOST_BYTES, if_larger=_("Export a shorter time."), if_other=advice)
        yield from rows_of(text, if_other=advice)
    except FaultyCsv as fault:
        raise FaultyExport([str(fault)]) from fault


def _when(heading: Sequence[str]) -> str:
    """Return the column of the moment. Raises FaultyExport unless the heading is that of an export."""
    missing = [name for name in (LINE_ITEM, AMOUNT, FIRST, LAST) if name not in heading]
    when = next((name for name in WHEN if name in heading), "")
    missing += [] if when else [" / ".join(WHEN)]
    if missing:
        raise FaultyExport([_("Row 1: without the columns %(names)s.") % {"names": ", ".join(missing)}])
    return when


def _read(reading: _Reading, number: int, row: dict[str, str], when: str) -> None:
    formula = formula_in(row.items())
    if formula is not None:
        reading.complain(number, _("a formula in the column %(name)s.") % {"name": formula})
        return
    moment, back = _moment(row[when]), _moment(row.get(REFUND_WHEN, ""))
    donor = f"{row[FIRST]} {row[LAST]}".strip()
    faults = [
        (not KEY.match(row[LINE_ITEM]), _("no line item.")),
        (not MONEY.match(row[AMOUNT]), _("an amount that is not dollars and cents.")),
        (moment is None, _("a day that cannot be read.")),
        (bool(row.get(REFUND_WHEN)) and back is None, _("a day of refund that cannot be read.")),
        (not donor or len(donor) > 200, _("no donor’s name, or a very long one.")),
    ]
    wrong = [text for is_wrong, text in faults if is_wrong]
    if wrong or moment is None:
        reading.complain(number, wrong[0])
        return
    amount = Decimal(re.sub(r"[$,]", "", row[AMOUNT]))
    given_on = moment.astimezone(reading.zone).date()
    is_back = amount < 0 or bool(row.get(REFUND)) or back is not None
    refunded_on = (back or moment).astimezone(reading.zone).date() if is_back else None
    one = Contribution(row[LINE_ITEM], donor, abs(amount), given_on, refunded_on)
    _keep(reading, number, one, is_row_of_refund=amount < 0)


def _keep(reading: _Reading, number: int, one: Contribution, *, is_row_of_refund: bool) -> None:
    known = reading.found.get(one.line_item)
    if one.amount == 0:
        reading.complain(number, _("an amount of nothing."))
    elif max(one.given_on, one.refunded_on or one.given_on) > reading.today:
        reading.complain(number, _("a day that lies in the future."))
    elif known is None:
        reading.found[one.line_item] = one
    elif is_row_of_refund and known.refunded_on is None and known.amount == one.amount:
        reading.found[one.line_item] = Contribution(
            known.line_item, known.donor, known.amount, known.given_on, one.refunded_on
        )
    elif is_row_of_refund and known.amount != one.amount:
        reading.complain(number, _("only a part was given back. Note what is left by hand."))
    else:
        reading.complain(number, _("the line item %(id)s is there twice.") % {"id": one.line_item})


def _moment(text: str) -> datetime | None:
    """Return an Eastern moment. Of the hour that autumn has twice, the first; a date alone is noon of it."""
    for form in MOMENTS:
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
        return found.replace(hour=found.hour if "%H" in form or "%I" in form else 12, tzinfo=EASTERN)
    return None
