"""What several parts of one page ask of the same person is read once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from candidates.models import Candidate

Found = TypeVar("Found")
KEPT = "kept_for_this_page"


def keep_what_is_read(candidate: Candidate) -> None:
    """Let `read_once` keep its answers on this object, which then must not outlive one page that changes nothing."""
    candidate.__dict__[KEPT] = {}


def read_once(candidate: Candidate, name: str, read: Callable[[], Found]) -> Found:
    """Return `read()`; on a page that keeps what is read, the same answer to the same `name`."""
    kept: dict[str, Any] | None = candidate.__dict__.get(KEPT)
    if kept is None:
        return read()
    if name not in kept:
        kept[name] = read()
    found: Found = kept[name]
    return found
