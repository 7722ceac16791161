"""CSV that people hand in, read strictly: what is not plainly such a file is refused, with the row that is at fault."""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from core.lifecycle import Refused

# Of UTF-8 and of UTF-16, either way round.
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
NUMBER = re.compile(r"[+-]?[\d\s().$,/-]*\Z", re.ASCII)


class FaultyCsv(Refused):
    """The file was refused whole; the sentence names the row, as a spreadsheet counts it, and what is wrong."""

    def __init__(self, sentence: str) -> None:
        super().__init__("faulty_file", sentence)


def decoded(data: bytes, *, most_bytes: int, if_larger: Any, if_other: Any) -> str:
    """Return the text of a file in UTF-8.

    Raises FaultyCsv, with the advice `if_larger` for more than `most_bytes`, and with `if_other` for a byte order
    mark, for what is not UTF-8 and for a NUL.
    """
    if len(data) > most_bytes:
        raise FaultyCsv(too_large(most_bytes, if_larger))
    if data.startswith(MARKS):
        raise FaultyCsv(_with(1, _("the file begins with a byte order mark."), if_other))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise FaultyCsv(_with(row, _("letters that are not UTF-8."), if_other)) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise FaultyCsv(_with(row, _("this is no text file."), ""))
    return text


def too_large(most_bytes: int, advice: Any) -> str:
    """Return the sentence for a file of more than `most_bytes`, so that it can be told before the file is read."""
    size = {"mb": f"{most_bytes / 1024 / 1024:g}"}
    return f"{_('The file is larger than %(mb)s MB.') % size} {advice}"


def rows_of(text: str, *, if_other: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row that is not blank, the heading being 1; cells lose the blanks around them.

    Raises FaultyCsv for quotes that do not close, for a heading that is not separated by commas, and for one that
    names a column twice.
    """
    number = 0
    try:
        for number, cells in enumerate(csv.reader(StringIO(text, newline=""), strict=True), start=1):
            stripped = [cell.strip() for cell in cells]
            if number == 1:
                _check_heading(stripped, if_other)
            if any(stripped):
                yield number, stripped
    except csv.Error as error:
        raise FaultyCsv(_with(number + 1, _("quotes that do not close."), "")) from error


def formula_in(cells: Iterable[tuple[str, str]]) -> str | None:
    """Return the column of the first (column, cell) that a spreadsheet would work out; signed numbers are none."""
    return next((column for column, cell in cells if _is_formula(cell)), None)


def _check_heading(names: list[str], if_other: Any) -> None:
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise FaultyCsv(_with(1, _("the columns are not separated by commas."), if_other))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FaultyCsv(_with(1, _("the column %(name)s is there twice.") % {"name": twice[0][:40]}, ""))


def _with(row: int, what: str, advice: Any) -> str:
    sentence = _("Row %(row)d: %(what)s") % {"row": row, "what": what}
    return f"{sentence} {advice}".strip()


def _is_formula(cell: str) -> bool:
    if cell.startswith(("=", "@", "＝", "＠", "＋", "－", "\t")):
        return True
    return cell.startswith(("+", "-")) and len(cell) > 1 and not NUMBER.match(cell)
