"""Unpacking with a limit."""

import zlib

from core.uploads.unfit import broken, unpacks_to_too_much

CHUNK = 1 << 20


def inflated_size(packed: bytes, *, most: int, strict: bool = True) -> int:
    """Return how many bytes `packed` unpacks to; nothing of them is kept. Raises Unfit for more than `most`.

    With `strict`, what is damaged is refused; without, what comes before the damage counts.
    """
    unpacking, size = zlib.decompressobj(), 0
    try:
        while packed and not unpacking.eof:
            size += len(unpacking.decompress(packed, CHUNK))
            packed = unpacking.unconsumed_tail
            if size > most:
                raise unpacks_to_too_much()
    except zlib.error:
        if strict:
            raise broken() from None
        return size
    if strict and not unpacking.eof:
        raise broken()
    return size
