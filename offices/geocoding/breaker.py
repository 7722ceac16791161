"""A circuit breaker: whoever does not answer is left alone for a while, and nobody waits for it meanwhile.

Its state is shared by all processes through Django's cache. Two failures at one moment may count as one.
While the cache is away, every call is allowed.
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Breaker:
    """After `failures` in a row no call for `pause` seconds, then one trial at a time.

    A trial that is not told to have ended is given up after `trial` seconds. `now` is in seconds since the
    epoch, which processes on several machines share.
    """

    name: str
    failures: int = 3
    pause: float = 60.0
    trial: float = 10.0

    def allows(self, now: float) -> bool:
        """Whether a call may be made at `now`. Whoever gets True after a pause holds the trial."""
        try:
            opened = self._state()[1]
            if opened is None or now < opened:  # a clock that was set back
                return True
            if now < opened + self.pause:
                return False
            return bool(cache.add(f"{self._key}:trial:{opened}", True, self.trial))
        except Exception:
            return self._away()

    def succeeded(self) -> None:
        """A call was answered: the count begins anew."""
        try:
            if self._state() != (0, None):
                cache.delete(self._key)
        except Exception:
            self._away()

    def failed(self, now: float) -> None:
        """A call was not answered: one more counts, and from the last one on the pause runs anew."""
        try:
            count, opened = self._state()
            count += 1
            opened = now if opened is not None or count >= self.failures else None
            cache.set(self._key, {"count": count, "opened": opened}, timeout=3600)
        except Exception:
            self._away()

    @property
    def _key(self) -> str:
        return f"breaker:{self.name}"

    def _state(self) -> tuple[int, float | None]:
        state: dict[str, Any] = cache.get(self._key) or {}
        return state.get("count", 0), state.get("opened")

    def _away(self) -> bool:
        logger.warning("The cache that remembers failures is away; calls are allowed meanwhile.")
        return True
