"""Each message leaves once, however many senders there are and whichever of them dies."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import chain
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import Error, connection, transaction

from core.outbox import claims
from core.outbox.enums import Lane, Status
from core.outbox.models import OutgoingMessage
from core.outbox.sending import BATCH, send_due
from core.outbox.services import enqueue
from tests.factories.people import make_user
from tests.faults.at_once import accepted, at_once
from tests.faults.mail_server import mail_server
from tests.faults.size import FULL
from tests.faults.waiting import wait_until, wait_until_somebody_waits_for_a_lock

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
MESSAGES = 2_000 if FULL else 120
SENDERS = 4
SOON_SECONDS = 10

# What a worker does at a tick, in a process that can be killed.
SENDER = """
import sys
import django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_PORT = int(sys.argv[1])
settings.EMAIL_HOST = "127.0.0.1"
from core import clock
from core.outbox.sending import send_due
send_due(now=clock.now())
"""


def write_messages(number: int) -> None:
    """Put that many messages to one person into the outbox."""
    user = make_user()
    for key in range(number):
        enqueue("intro_call_invitation", user, key=str(key))


def statuses() -> Counter[str]:
    return Counter(OutgoingMessage.objects.values_list("status", flat=True))


def message_ids() -> list[str]:
    return [sent.extra_headers["Message-ID"] for sent in mail.outbox]


def test_senders_at_the_same_time_deliver_each_message_once(now: datetime) -> None:
    write_messages(MESSAGES)
    counts = accepted(at_once(*[partial(send_due, now=clock_of_the_rows())] * SENDERS))
    assert sum(counts, Counter()) == {Status.SENT: MESSAGES}
    assert sum(bool(count) for count in counts) > 1, "one sender did it all: nothing was raced for"
    assert Counter(Counter(message_ids()).values()) == {1: MESSAGES}
    assert statuses() == {Status.SENT: MESSAGES}


def clock_of_the_rows() -> datetime:
    newest = OutgoingMessage.objects.order_by("not_before").last()
    assert newest is not None
    return newest.not_before


def test_no_message_is_claimed_by_two_senders() -> None:
    write_messages(MESSAGES)
    due = clock_of_the_rows()

    def claim_all(sender_id: int) -> list[int]:
        return list(
            chain.from_iterable(iter(partial(claims.claim, sender_id, Lane.values, now=due, limit=2), []))
        )

    claimed = accepted(at_once(*(partial(claim_all, number) for number in range(1, 9))))
    assert Counter(Counter(chain.from_iterable(claimed)).values()) == {1: MESSAGES}
    assert sum(bool(ids) for ids in claimed) > 1, "one sender claimed them all: nothing was raced for"


class Stuck(EmailBackend):
    """Delivers the third mail and then waits, as a sender does whose provider has not answered yet."""

    delivered = 0
    reached = Event()
    go_on = Event()

    def send_messages(self, messages: Any) -> int:
        sent = super().send_messages(messages)
        Stuck.delivered += 1
        if Stuck.delivered == 3:
            Stuck.reached.set()
            Stuck.go_on.wait(SOON_SECONDS * 2)
        return sent


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Stuck]]:
    monkeypatch.setattr(Stuck, "delivered", 0)
    monkeypatch.setattr(Stuck, "reached", Event())
    monkeypatch.setattr(Stuck, "go_on", Event())
    yield Stuck
    Stuck.go_on.set()


def test_a_sender_whose_session_is_cut_off_loses_its_rows_at_once_and_repeats_one_mail_at_most(
    stuck: type[Stuck], settings: Any
) -> None:
    write_messages(BATCH * 2)
    due = clock_of_the_rows()
    failures: list[Exception] = []

    def cut_off() -> None:
        try:
            send_due(now=due)
        except Error as error:
            failures.append(error)
        finally:
            connection.close()

    settings.EMAIL_BACKEND = f"{Stuck.__module__}.Stuck"
    first = Thread(target=cut_off)
    first.start()
    assert stuck.reached.wait(SOON_SECONDS)
    end_other_sessions()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    started = time.monotonic()
    wait_until(lambda: send_due(now=due) and statuses() == {Status.SENT: BATCH * 2}, seconds=SOON_SECONDS)
    print(f"reclaimed and sent {time.monotonic() - started:.2f} s after the session was cut off")
    stuck.go_on.set()
    first.join()
    assert len(failures) == 1, "the sender that was cut off must notice, and stop"
    assert sorted(Counter(message_ids()).values()) == [1] * (BATCH * 2 - 1) + [2]
    assert statuses() == {Status.SENT: BATCH * 2}


def end_other_sessions() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_killed_senders_messages_are_sent_within_seconds_and_one_of_them_twice_at_most() -> None:
    write_messages(BATCH * 2)
    with mail_server(withhold=3) as server:
        with subprocess.Popen([sys.executable, "-c", SENDER, str(server.port)], env=environment()) as sender:
            assert server.withheld.wait(60)
            assert statuses() == {Status.SENT: 2, Status.SENDING: BATCH - 2, Status.DUE: BATCH}
            sender.send_signal(signal.SIGKILL)
        died = time.monotonic()
        wait_until(reclaimed, seconds=SOON_SECONDS, what="the dead sender's rows are free")
        print(f"reclaimed {time.monotonic() - died:.2f} s after SIGKILL")
        subprocess.run([sys.executable, "-c", SENDER, str(server.port)], env=environment(), check=True)
        print(f"sent {time.monotonic() - died:.2f} s after SIGKILL")
    assert statuses() == {Status.SENT: BATCH * 2}
    assert sorted(Counter(server.mails).values()) == [1] * (BATCH * 2 - 1) + [2]


def reclaimed() -> bool:
    return claims.free_abandoned() > 0


def environment() -> dict[str, str]:
    """That of a process which works on this test's database."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    url = urlunsplit(address._replace(path=f"/{name}"))
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "runforsomething.settings.test"}


def test_what_a_living_sender_has_claimed_is_never_taken_from_it() -> None:
    write_messages(3)
    with claims.sender() as one:
        assert len(claims.claim(one, Lane.values, now=clock_of_the_rows(), limit=2)) == 2
        assert at_once(claims.free_abandoned) == [0]
        with claims.sender() as other:
            assert len(claims.claim(other, Lane.values, now=clock_of_the_rows(), limit=9)) == 1
    assert statuses() == {Status.SENDING: 3}
    assert claims.free_abandoned() == 3


def test_rows_that_a_second_sender_has_just_reclaimed_are_not_reclaimed_from_it() -> None:
    """Two senders find the same dead one's row; the slower looks at the locks before the quicker has its own."""
    write_messages(1)
    dead, living = 1, 2
    OutgoingMessage.objects.update(status=Status.SENDING, claimed_by=dead)
    freed: list[int] = []

    def slower() -> None:
        freed.append(claims.free_abandoned())
        connection.close()

    thread = Thread(target=slower)
    with transaction.atomic(), connection.cursor() as cursor:
        OutgoingMessage.objects.update(claimed_by=living)
        thread.start()
        wait_until_somebody_waits_for_a_lock()
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [claims.SENDER_LOCKS, living])
    thread.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [claims.SENDER_LOCKS, living])
    assert freed == [0]
    assert OutgoingMessage.objects.get().claimed_by == living
