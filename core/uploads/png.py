"""PNG pictures, chunk by chunk (RFC 2083, third edition of the PNG specification)."""

import struct
import zlib
from collections.abc import Iterator

from core.uploads.inflating import inflated_size
from core.uploads.unfit import broken, two_at_once, unpacks_to_too_much

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 64_000_000
# What a picture needs to look right; texts, times, places and whatever else a program added are left behind.
KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def checked(content: bytes) -> bytes:
    """Return the picture without what was written into it besides. Raises Unfit."""
    chunks = list(_chunks(content))
    kinds = [kind for kind, _data, _raw in chunks]
    if (
        not chunks
        or kinds[0] != b"IHDR"
        or kinds.count(b"IHDR") != 1
        or kinds[-1] != b"IEND"
        or b"IDAT" not in kinds
    ):
        raise broken()
    # The pixels decide how much may be unpacked.
    inflated_size(
        b"".join(data for kind, data, _raw in chunks if kind == b"IDAT"), most=_bytes_of(chunks[0][1])
    )
    return SIGNATURE + b"".join(raw for kind, _data, raw in chunks if kind in KEPT)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(content):
        if at + 12 > len(content):
            raise broken()
        (size,) = struct.unpack_from(">I", content, at)
        end = at + 12 + size
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if end > len(content) or struct.unpack_from(">I", content, end - 4)[0] != zlib.crc32(kind + data):
            raise broken()
        yield kind, data, content[at:end]
        at = end
        if kind == b"IEND" and at < len(content):
            raise two_at_once()


def _bytes_of(header: bytes) -> int:
    """Return how many bytes the rows of the picture are at most, each with its filter, in seven passes or in one."""
    if len(header) != 13:
        raise broken()
    width, height, depth, colour = struct.unpack_from(">IIBB", header)
    if not width or not height or colour not in CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise broken()
    if width * height > MOST_PIXELS:
        raise unpacks_to_too_much()
    row = (width * depth * CHANNELS[colour] + 7) // 8 + 1
    return row * height + 16 * (width + height) + 64
