"""Rows as CSV for spreadsheets, which take a cell that begins like a formula for one."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

# After OWASP's page on CSV injection; the wide forms are those of East Asian keyboards.
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# By this a spreadsheet knows that the letters are UTF-8.
MARK = "\ufeff"


def as_text(value: Any) -> str:
    """Return `value` so that every spreadsheet shows it and none works it out: with a quote in front if need be."""
    text = "" if value is None else str(value)
    risky = text.startswith(BEGINS_A_FORMULA) or text.lstrip().startswith(BEGINS_A_FORMULA)
    return f"'{text}" if risky else text


def to_csv(heading: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """Return the rows below their heading, every cell quoted (RFC 4180) and made harmless by `as_text`."""
    sheet = StringIO()
    writer = csv.writer(sheet, quoting=csv.QUOTE_ALL)
    writer.writerows([as_text(cell) for cell in row] for row in (heading, *rows))
    return MARK + sheet.getvalue()
