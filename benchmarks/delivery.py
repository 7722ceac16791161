"""How fast reminders leave, against one SMTP connection that is kept open and does nothing else.

The mails of the comparison are the same bytes, made beforehand; the mail server is a process of its own for both.
Ours are sent by as many processes as `make run` has workers for them.
"""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from benchmarks.seats import give_seats
from candidates.models import Candidate
from core import clock
from core.accounts.models import User
from core.outbox.mailing import mail_of
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import write_due
from core.outbox.rendering import render

SENDERS = 2
BATCH = 5_000
ALONE = 10_000  # enough to know the rate of the one connection
SINK = """
import asyncio
from aiosmtpd.smtp import SMTP
class Kept:
    async def handle_DATA(self, server, session, envelope):
        return "250 kept"
async def serve():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Kept()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(serve())
"""
SENDER = """
import sys, django
django.setup()
from django.conf import settings
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from core import clock
from core.outbox.sending import send_due
print("ready", flush=True)
sys.stdin.readline()
while send_due(now=clock.now()):
    pass
"""


def run(size: int = 100_000) -> Iterator[str]:
    """Yield what `size` reminders took: found, written, rendered, sent and settled."""
    write_seats(size)
    started = time.monotonic()
    written = write_due(now=clock.now())
    yield f"{written:,} reminders found due and written in {time.monotonic() - started:.1f} s"
    with sink() as port:
        alone = rate_of_one_connection(port, mails_of(ALONE))
    yield f"one reused SMTP connection: {alone:,.0f} mails a second"
    with sink() as port:
        seconds = seconds_of_senders(port)
    sent = OutgoingMessage.objects.filter(status="sent").count()
    yield f"{SENDERS} senders: {sent:,} mails, {sent / seconds:,.0f} a second, {sent / seconds / alone:.2f} of it"


def write_seats(size: int) -> None:
    """So many people, each with a seat in a call that begins in an hour, and nothing else that is due."""
    earlier = clock.now() - timedelta(days=40)
    given = {
        "date_of_birth": date(1998, 5, 17),
        "postal_code": "78701",
        "state": "TX",
        "signed_up_at": earlier,
    }
    given |= {"values_attested_at": earlier, "consented_at": earlier, "verified_at": earlier}
    names = (f"someone{number}@example.org" for number in range(size))
    people = User.objects.bulk_create(
        [User(email=name, first_name="Ann", time_zone="America/Chicago") for name in names], batch_size=BATCH
    )
    candidates = Candidate.objects.bulk_create(
        [Candidate(user=person, **given) for person in people], batch_size=BATCH
    )
    give_seats(candidates, begins_in=timedelta(minutes=58))


def mails_of(count: int) -> list[Any]:
    messages = OutgoingMessage.objects.select_related("recipient").filter(status="due")[:500]
    mails = [mail_of(message, render(message)).message() for message in messages]
    return [mails[number % len(mails)] for number in range(count)]


def rate_of_one_connection(port: int, mails: list[Any]) -> float:
    """Return how many mails a second one connection carries that is never closed."""
    with smtplib.SMTP("127.0.0.1", port) as connection:
        started = time.monotonic()
        for mail in mails:
            connection.sendmail("hello@example.org", [mail["To"]], mail.as_bytes(linesep="\r\n"))
        return len(mails) / (time.monotonic() - started)


@contextmanager
def sink() -> Iterator[int]:
    """A mail server in a process of its own; the port it listens on."""
    with subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def seconds_of_senders(port: int) -> float:
    """Return how long the senders take together to send whatever is due."""
    command = [sys.executable, "-c", SENDER, str(port)]
    senders = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(SENDERS)
    ]
    for one in senders:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    started = time.monotonic()
    for one in senders:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    for one in senders:
        one.wait()
    return time.monotonic() - started
