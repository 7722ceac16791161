"""A worker that is told to stop ends in order: what it holds goes out, nothing goes out twice, nothing stays behind."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.faults.size import FULL
from tests.faults.waiting import wait_until
from tests.stack import Stack

pytestmark = [pytest.mark.faults, pytest.mark.stack]
MESSAGES = 2_000 if FULL else 400
WRITE = f"""
from core.outbox.services import enqueue_sealed
for number in range({MESSAGES}):
    enqueue_sealed(
        "account_mail", to_address=f"p{{number}}@example.org", recipient=None, subject="Hello", text="x", html=""
    )
"""


def states(system: Stack) -> Counter[str]:
    with closing(psycopg2.connect(system.env["DATABASE_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT status, count(*) FROM outbox_outgoingmessage GROUP BY 1")
        return Counter(dict(cursor.fetchall()))


def test_a_worker_that_is_told_to_stop_finishes_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with Stack(tmp_path, demo=False, offices=False, TICK_SECONDS="1") as system:
        system.worker.stop()
        system.manage("shell", "-v0", "-c", WRITE)
        system.worker.start()
        wait_until(lambda: states(system)["sent"] >= 20, seconds=60)
        system.worker.ask_to_stop()
        assert system.worker.wait(60)
        assert system.worker.returncode == 0
        stopped = states(system)
        assert stopped["sending"] == 0
        assert len(system.mails()) == stopped["sent"]
        system.worker.start()
        wait_until(lambda: states(system) == {"sent": MESSAGES}, seconds=120)
        addresses = Counter(mail.to for mail in system.mails())
    print(f"\n{stopped['sent']} of {MESSAGES} were sent when the worker had ended; then all, each once")
    assert set(addresses.values()) == {1}
    assert len(addresses) == MESSAGES
