"""Signs in a file of something that it should not hold."""

import re

# What a browser would take for a page or a script, and a server for a program.
PAGE = re.compile(
    rb"<\s*(?:!doctype\s+html|html|script|iframe|svg|body|\?php|object|embed)\b|<\?php", re.IGNORECASE
)
# Long enough not to occur by chance in packed data.
SCRIPT = re.compile(rb"<script|<!doctype html|<iframe|<html[ >]|<\?php", re.IGNORECASE)
ARCHIVE_ENDS = b"PK\x05\x06"
ARCHIVE_TAIL = 22
LONGEST_COMMENT = 65_535


def looks_like_a_page(content: bytes) -> bool:
    return PAGE.search(content) is not None


def holds_a_script(content: bytes) -> bool:
    return SCRIPT.search(content) is not None


def ends_as_an_archive(content: bytes) -> bool:
    """Whether a ZIP program, which looks from the end, would find an archive in `content`."""
    at = content.rfind(ARCHIVE_ENDS)
    while at >= max(0, len(content) - LONGEST_COMMENT - ARCHIVE_TAIL):
        tail = content[at : at + ARCHIVE_TAIL]
        if len(tail) == ARCHIVE_TAIL and at + ARCHIVE_TAIL + int.from_bytes(tail[20:22], "little") <= len(
            content
        ):
            return True
        at = content.rfind(ARCHIVE_ENDS, 0, at)
    return False
