"""What a file really is, by its content alone; its name and what the browser says of it are never believed. Pure.

Whatever could be two things at once, a page or an archive beside a picture, is refused, and so is what would unpack to
far more than it is. Pictures lose what cameras write into them: where and when they were taken, and by whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.uploads import jpeg, pdf, png
from core.uploads.unfit import Unfit

MOST_BYTES = 8_000_000
KINDS = {
    "pdf": (b"%PDF-", "application/pdf", pdf.checked),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png", png.checked),
    "jpg": (b"\xff\xd8\xff", "image/jpeg", jpeg.checked),
}
MIME_TYPES = {extension: mime for extension, (_begins, mime, _check) in KINDS.items()}


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: `extension` is pdf, png or jpg, whatever it was called."""

    extension: str
    content: bytes
    name: str = ""

    @property
    def mime_type(self) -> str:
        return MIME_TYPES[self.extension]


def check(content: bytes, *, name: str = "") -> Checked:
    """Return what `content` is and what of it is kept. Raises Unfit with a sentence for whoever sent it."""
    if not content:
        raise Unfit(_("This file is empty."))
    if len(content) > MOST_BYTES:
        raise too_large()
    for extension, (begins, _mime, checked) in KINDS.items():
        if content.startswith(begins):
            return Checked(extension, checked(content), name)
    raise Unfit(
        _("This is neither a PDF nor a picture, whatever its name says. Send a PDF, a PNG or a JPEG file.")
    )


def too_large() -> Unfit:
    words: dict[str, Any] = {"most": MOST_BYTES // 1_000_000}
    return Unfit(_("This file is larger than %(most)s MB. Send a smaller one, or a picture of it.") % words)
