"""What can befall Redis."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager

import redis

from tests.faults.system import System


class Fault:
    """It begins, goes on between the steps, and ends; `is_felt` says whether it did what it stands for."""

    def __init__(self, system: System) -> None:
        self.system = system

    def begin(self) -> None:
        raise NotImplementedError

    def go_on(self) -> None:
        """Between two steps."""

    def end(self) -> None:
        raise NotImplementedError

    def is_felt(self) -> bool:
        with self._client() as client:
            try:
                client.ping()
            except (redis.RedisError, OSError):
                return True
        return False

    def _client(self) -> closing[redis.Redis]:
        return closing(redis.Redis.from_url(self.system.redis.url, socket_timeout=0.5))

    def _signal(self, number: int) -> None:
        child = self.system.redis.child
        assert child is not None
        os.kill(child.pid, number)


class Killed(Fault):
    """SIGKILL; later a new one, empty, at the same address, as the supervisor starts it."""

    def begin(self) -> None:
        self._signal(signal.SIGKILL)
        assert self.system.redis.child is not None
        self.system.redis.child.wait(10)

    def end(self) -> None:
        self.system.redis.start()


class Hung(Fault):
    """SIGSTOP: it accepts connections and answers nothing."""

    def begin(self) -> None:
        self._signal(signal.SIGSTOP)

    def end(self) -> None:
        self._signal(signal.SIGCONT)


class Emptied(Fault):
    """FLUSHALL after each step, while the workers are held and cut off: what was rung for lies there to be lost."""

    lost = 0

    def begin(self) -> None:
        self._signal_workers(signal.SIGSTOP)
        with self._client() as client:
            client.client_kill_filter(
                _type="normal", skipme=True
            )  # else Redis hands the next ring to who waits

    def go_on(self) -> None:
        with self._client() as client:
            self.lost += sum(int(client.llen(queue)) for queue in ("security", "ticks"))
            client.flushall()

    def end(self) -> None:
        self._signal_workers(signal.SIGCONT)

    def is_felt(self) -> bool:
        return self.lost > 0

    def _signal_workers(self, number: int) -> None:
        for part in self.system.background:
            os.killpg(part.pid, number)


@contextmanager
def befallen_by(fault: Fault) -> Iterator[Fault]:
    """The fault lasts as long as the block."""
    fault.begin()
    try:
        yield fault
        assert fault.is_felt(), f"{type(fault).__name__} did nothing"
    finally:
        fault.end()
