"""JPEG pictures, segment by segment (ITU-T T.81). What a camera notes (EXIF: place, time, owner) is left behind."""

import struct
from collections.abc import Iterator

from core.uploads.tellings import looks_like_a_page
from core.uploads.unfit import broken, two_at_once, unpacks_to_too_much

MOST_PIXELS = 64_000_000
START, END, SCAN, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
# Start of frame: the size of the picture. C4, C8 and CC are other things.
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
NOTES = set(range(0xE0, 0xF0)) | {COMMENT}
# JFIF, the colour profile, Adobe's colour transform.
KEPT_NOTES = {0xE0, 0xE2, 0xEE}
EXIF = b"Exif\x00\x00"
ORIENTATION = 0x0112


def checked(content: bytes, *, further: int = 8) -> bytes:
    """Return the picture without what was written into it besides, the way up that it was taken. Raises Unfit.

    Telephones add pictures for other screens behind it, at most `further`: they are left behind, too.
    """
    kept, has_frame, way_up = [b"\xff\xd8"], False, 0
    for marker, raw in _segments(content):
        if marker == END and len(raw) > 2:
            _refuse_what_follows(raw[2:], further)
            raw = raw[:2]
        if marker in FRAMES:
            has_frame = True
            _refuse_too_many_pixels(raw)
        if marker in NOTES:
            if looks_like_a_page(raw):
                raise two_at_once()
            way_up = way_up or _way_up(raw)
            if marker not in KEPT_NOTES or (marker == 0xE2 and not raw[4:].startswith(b"ICC_PROFILE\x00")):
                continue
        kept.append(raw)
    if not has_frame:
        raise broken()
    return b"".join([kept[0], _oriented(way_up), *kept[1:]])


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker with its bytes; a scan has its data with it, the end all that follows it."""
    at = 2
    while True:
        if content[at : at + 1] != b"\xff" or at + 2 > len(content):
            raise broken()
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == END:
            yield marker, content[at:]
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content) or end < at + 4:
            raise broken()
        if marker == SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _refuse_what_follows(rest: bytes, further: int) -> None:
    rest = rest.strip(b"\x00")
    if rest and not (rest.startswith(b"\xff\xd8\xff") and further):
        raise two_at_once()
    if rest:
        checked(rest, further=further - 1)


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the next segment begins: after FF comes neither 00 (a stuffed byte) nor a restart mark."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise broken()
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _refuse_too_many_pixels(frame: bytes) -> None:
    if len(frame) < 9:
        raise broken()
    height, width = struct.unpack_from(">HH", frame, 5)
    if height * width > MOST_PIXELS:
        raise unpacks_to_too_much()


def _way_up(note: bytes) -> int:
    """Return the orientation, 1 to 8, that an EXIF segment gives, else 0."""
    body = note[4:]
    if not body.startswith(EXIF):
        return 0
    tiff = body[len(EXIF) :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 0
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(min(count, 200)):
            tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == ORIENTATION:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _oriented(way_up: int) -> bytes:
    """Return an EXIF segment that says nothing but the orientation; nothing where there is nothing to say."""
    if way_up < 2:
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, ORIENTATION, 3, 1, way_up, 0, 0)
    body = EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
