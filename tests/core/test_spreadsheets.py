"""What goes into a spreadsheet is text there, whatever somebody typed."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheets import BEGINS_A_FORMULA, MARK, as_text, to_csv

FORMULAS = [
    '=HYPERLINK("http://x")',
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n=1",
    "＝1",
    "\u00a0=1",
]


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_begins_like_a_formula_is_quoted(typed: str) -> None:
    assert as_text(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["O’Neil", "Zoë 李", "a=b", "x@example.org", "", "Ann-Marie", "'quoted"])
def test_other_text_stays_as_it_is(typed: str) -> None:
    assert as_text(typed) == typed


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1))
def test_whatever_is_typed_is_read_back_and_no_cell_begins_a_formula(row: list[str]) -> None:
    sheet = to_csv(["a"] * len(row), [row])
    assert sheet.startswith(MARK)
    read = list(csv.reader(StringIO(sheet.removeprefix(MARK), newline="")))[1]
    assert [
        cell.removeprefix("'") if cell != text else cell for cell, text in zip(read, row, strict=True)
    ] == row
    assert not any(cell.startswith(BEGINS_A_FORMULA) for cell in read)
