"""Reads the CSV files, and says exactly where one of them is faulty."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn


class FaultyFile(Exception):
    """A data file cannot be read. It names the file, the row (the header is row 1) and the column."""


@dataclass(slots=True)
class Line:
    """One row of a file. Reading a cell that does not hold what it must raises FaultyFile."""

    file: str
    row: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return self.cells[column].strip()

    def required(self, column: str) -> str:
        """Return the text of a cell that may not be blank."""
        return self.text(column) or self.refuse(column, "is blank")

    def state(self, column: str = "state") -> str:
        """Return two capitals."""
        value = self.text(column)
        if len(value) == 2 and value.isascii() and value.isalpha() and value.isupper():
            return value
        return self.refuse(column, f"holds {value!r}, which is not a state's two capitals")

    def integer(self, column: str) -> int | None:
        """Return a whole number that is not negative; None for a blank cell."""
        value = self.text(column)
        if not value:
            return None
        if value.isascii() and value.isdigit():
            return int(value)
        return self.refuse(column, f"holds {value!r}, which is not a whole number")

    def number(self, column: str) -> int:
        """Return a whole number of a cell that may not be blank."""
        value = self.integer(column)
        return self.refuse(column, "is blank") if value is None else value

    def degrees(self, column: str) -> str | None:
        """Return a latitude or longitude as written; None for a blank cell."""
        value = self.text(column)
        try:
            fits = not value or -180 <= float(value) <= 180
        except ValueError:
            fits = False
        return (value or None) if fits else self.refuse(column, f"holds {value!r}, which is no such degree")

    def flag(self, column: str) -> bool | None:
        """Return yes for 1, no for 0, and None, which is unknown, for a blank cell."""
        value = self.text(column)
        if value not in ("", "0", "1"):
            self.refuse(column, f"holds {value!r}, which is neither 0 nor 1 nor blank")
        return None if value == "" else value == "1"

    def day(self, column: str) -> date | None:
        """Return a date written as 2026-11-03; None for a blank cell."""
        value = self.text(column)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.refuse(column, f"holds {value!r}, which is not a date such as 2026-11-03")

    def refuse(self, column: str, what: str) -> NoReturn:
        """Raise FaultyFile for the cell in `column`."""
        raise FaultyFile(f"{self.file}, row {self.row}, column {column}: it {what}.")


def read(folder: Path, name: str, columns: tuple[str, ...]) -> Iterator[Line]:
    """Yield the rows of `folder / name`; nothing if there is no such file.

    Raises FaultyFile for a missing column, a row of another length, or bytes that are not UTF-8.
    """
    path = folder / name
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        row = 1
        try:
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise FaultyFile(f"{name}, row 1, column {column}: the file has no such column.")
            for row, cells in enumerate(reader, start=2):
                if None in cells or None in cells.values():
                    raise FaultyFile(
                        f"{name}, row {row}, column {_odd_column(cells)}: too many or too few cells."
                    )
                yield Line(name, row, cells)
        except (UnicodeDecodeError, csv.Error) as fault:
            raise FaultyFile(f"{name}, after row {row}, column {columns[0]}: {fault}.") from fault


def _odd_column(cells: dict[str, str]) -> str:
    return next((column for column, value in cells.items() if value is None), "beyond the last")
