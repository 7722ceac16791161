"""Two workers, a mail server with moods, SIGKILL while a mail is in flight, and a Redis that forgets: all arrive."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import redis

from tests.faults.mail_sink import MailSink
from tests.faults.size import FULL
from tests.faults.system import System
from tests.faults.waiting import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.stack]
MESSAGES, KILLS, EMPTIED = (5_000, 10, 3) if FULL else (300, 2, 1)
BACK_SECONDS = 30
LEFT = "SELECT count(*) FROM outbox_outgoingmessage WHERE status IN ('due', 'sending')"
REFUSED = """
SELECT status, failure, attempts, count(*) FROM outbox_outgoingmessage WHERE to_address LIKE 'refused-%'
GROUP BY 1, 2, 3
"""
OTHERS = (
    "SELECT status, count(*) FROM outbox_outgoingmessage WHERE to_address NOT LIKE 'refused-%' GROUP BY 1"
)
STATUS = "SELECT status, attempts FROM outbox_outgoingmessage WHERE public_id = %(id)s"


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with MailSink() as found:
        yield found


@pytest.fixture
def system(tmp_path: Path, sink: MailSink) -> Iterator[System]:
    given = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "SINK_PORT": str(sink.port),
        "TICK_SECONDS": "1",
    }
    with System(tmp_path, **given) as found:
        yield found
    assert found.left_behind() == []


def test_every_message_arrives_and_at_most_one_twice_for_each_kill(system: System, sink: MailSink) -> None:
    moods = system.cast(f"print_messages({MESSAGES})")
    assert min(moods.values()) > 0
    recoveries = []
    for number in range(1, KILLS + 1):
        wait_until(
            lambda share=number / (KILLS + 1): sink.kept.total() >= MESSAGES * 0.8 * share, seconds=300
        )
        if number <= EMPTIED:
            forget_everything(system)
        recoveries.append(kill_whoever_is_sending(system, sink))
        print(f"kill {number}: {recoveries[-1]:.1f} s until that mail's row was settled by another")
    wait_until(lambda: system.ask(LEFT) == [(0,)], seconds=600, what="every row is settled")

    delivered, twice = len(sink.kept), sum(count - 1 for count in sink.kept.values())
    print(
        f"{MESSAGES} messages, {dict(sink.moods)}: {delivered} arrived, {twice} a second time, {KILLS} kills,"
    )
    print(f"Redis emptied {EMPTIED} times, slowest recovery {max(recoveries):.1f} s")
    assert delivered == MESSAGES - moods["refused"]
    assert twice <= KILLS
    assert max(sink.kept.values()) <= 2
    assert system.ask(OTHERS) == [("sent", delivered)]
    assert system.ask(REFUSED) == [("failed", "SMTPRecipientsRefused", 1, moods["refused"])]
    assert sink.moods == Counter(moods)
    assert max(recoveries) <= BACK_SECONDS


def forget_everything(system: System) -> None:
    with closing(redis.Redis.from_url(system.redis.url)) as client:
        client.flushall()


def kill_whoever_is_sending(system: System, sink: MailSink) -> float:
    """SIGKILL the process whose mail the server has kept and not acknowledged; return the seconds to its settling."""
    sink.withhold_next()
    assert sink.withheld.wait(120)
    message_id, port = sink.in_flight
    sender = next(pid for pid in workers_of(system) if port in ports_of(pid))
    row = {"id": message_id.strip("<>").partition("@")[0]}
    assert system.ask(STATUS, row)[0][0] == "sending"
    os.kill(sender, signal.SIGKILL)
    killed = time.monotonic()
    print(f"process {sender} killed with {message_id} in flight")
    revive(system)
    wait_until(lambda: system.ask(STATUS, row)[0][0] == "sent", seconds=120)
    return time.monotonic() - killed


def workers_of(system: System) -> list[int]:
    parents = [psutil.Process(part.pid) for part in (system.worker, system.security) if part.alive]
    return [child.pid for parent in parents for child in [parent, *parent.children(recursive=True)]]


def ports_of(pid: int) -> set[int]:
    try:
        return {one.laddr.port for one in psutil.Process(pid).net_connections("tcp4")}
    except psutil.Error:
        return set()


def revive(system: System) -> None:
    """Start again what has ended, as a supervisor does."""
    for part in (system.worker, system.security):
        if not part.alive:
            part.start()
