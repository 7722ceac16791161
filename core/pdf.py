"""A table on paper: one page after another as PDF, in the site's own typeface."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from fpdf import FPDF, FontFace
from fpdf.enums import TableCellFillMode

FONT = settings.BASE_DIR / "static" / "fonts" / "public-sans.woff2"
FAMILY = "body"


def to_pdf(
    title: Any,
    facts: Iterable[tuple[Any, Any]],
    heading: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    *,
    widths: Sequence[int],
    amounts: Sequence[int] = (),
    language: str,
    at: datetime,
) -> bytes:
    """Return a PDF: `title`, names and values, and a table whose columns are as wide as `widths` says in proportion.

    `amounts` are the columns that are set at the right. Letters that the typeface lacks lose their accents.
    """
    page = _Page(format="letter")
    page.set_creation_date(at)
    page.set_lang(language)
    page.set_title(str(title))
    page.begin(str(title))
    for name, value in facts:
        page.fact(str(name), str(value))
    page.ln(4)
    align = ["RIGHT" if number in amounts else "LEFT" for number in range(len(heading))]
    with page.table(
        col_widths=tuple(widths),
        text_align=tuple(align),
        borders_layout="HORIZONTAL_LINES",
        cell_fill_mode=TableCellFillMode.NONE,
        headings_style=FontFace(emphasis="BOLD"),
        line_height=6,
    ) as table:
        for cells in (heading, *rows):
            row = table.row()
            for cell in cells:
                row.cell(page.drawable(str(cell)))
    return bytes(page.output())


class _Page(FPDF):
    def begin(self, title: str) -> None:
        self.add_font(FAMILY, "", FONT, variations={"wght": 400.0})
        self.add_font(FAMILY, "B", FONT, variations={"wght": 700.0})
        font: Any = self.fonts[FAMILY]
        self._known = set(font.cmap)
        self.add_page()
        self.set_font(FAMILY, "B", 16)
        self.multi_cell(0, 9, self.drawable(title), new_x="LMARGIN", new_y="NEXT")
        self.set_font(FAMILY, "", 10)

    def fact(self, name: str, value: str) -> None:
        self.set_font(style="B")
        self.cell(48, 6, self.drawable(name))
        self.set_font(style="")
        self.multi_cell(0, 6, self.drawable(value), new_x="LMARGIN", new_y="NEXT")

    def drawable(self, text: str) -> str:
        return "".join(sign if ord(sign) in self._known else self._plain(sign) for sign in text)

    def _plain(self, sign: str) -> str:
        base = unicodedata.normalize("NFKD", sign)[:1]
        return base if base and ord(base) in self._known else "?"
