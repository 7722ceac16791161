"""PDF files: whole, without programs, attachments or passwords, and of a size that can be unpacked (ISO 32000)."""

import re
import zlib

from django.utils.translation import gettext_lazy as _

from core.uploads.inflating import inflated_size
from core.uploads.tellings import ends_as_an_archive, holds_a_script, looks_like_a_page
from core.uploads.unfit import Unfit, broken, two_at_once, unpacks_to_too_much

HEADER = re.compile(rb"%PDF-[12]\.\d")
END = b"%%EOF"
STREAM = re.compile(rb"(?<!end)stream\r?\n")
ENDS = b"endstream"
MOST_UNPACKED = 256_000_000
MOST_STREAMS = 20_000
MOST_OF_LISTS = 32_000_000
# A name may be written with any of its letters as #xx.
NAME = re.compile(rb"/((?:[A-Za-z0-9]|#[0-9A-Fa-f]{2})+)")
HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
# Looked for in the whole file, also where it claims to hold packed data; the short ones would occur there by chance.
ACTIVE = {b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"RichMedia"}
SHORT = {b"JS", b"XFA", b"GoToE"}


def checked(content: bytes) -> bytes:
    """Return `content`, which stays as it is. Raises Unfit."""
    if not HEADER.match(content) or b"startxref" not in content[-4_096:]:
        raise broken()
    tail = content.rfind(END)
    if tail < 0:
        raise broken()
    if content[tail + len(END) :].strip(b" \t\r\n\x00") or ends_as_an_archive(content):
        raise two_at_once()
    outside, unpacked = _apart(content)
    names = _names(outside + unpacked)
    if b"Encrypt" in names:
        raise Unfit(_("This PDF asks for a password. Save it without one and send that."))
    if names & (ACTIVE | SHORT) or _names(content) & ACTIVE:
        raise Unfit(_("This PDF holds programs or other files. Print it to a new PDF and send that one."))
    if looks_like_a_page(outside) or holds_a_script(content):
        raise two_at_once()
    return content


def _apart(content: bytes) -> tuple[bytes, bytes]:
    """Return what stands outside of the streams, and what the packed lists of objects unpack to."""
    outside, lists, at, left = [], [], 0, MOST_UNPACKED
    for number, found in enumerate(STREAM.finditer(content)):
        if number > MOST_STREAMS:
            raise unpacks_to_too_much()
        if found.start() < at:
            continue
        head = content[at : found.start()]
        about = head[max(0, head.rfind(b"obj")) :]
        if about.count(b"FlateDecode") > 1:
            raise unpacks_to_too_much()
        end = content.find(ENDS, found.end())
        packed = content[found.end() : end if end >= 0 else len(content)]
        left -= inflated_size(packed, most=left, strict=False)
        if b"ObjStm" in about:
            lists.append(_unpacked(packed))
        if sum(map(len, lists)) > MOST_OF_LISTS:
            raise unpacks_to_too_much()
        outside.append(head)
        at = found.end() + len(packed) + len(ENDS)
    outside.append(content[at:])
    return b"\n".join(outside), b"\n".join(lists)


def _names(content: bytes) -> set[bytes]:
    return {HEX.sub(_letter, name) for name in NAME.findall(content)}


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MOST_OF_LISTS + 1)
    except zlib.error:
        return packed


def _letter(found: re.Match[bytes]) -> bytes:
    return bytes([int(found.group(1), 16)])
