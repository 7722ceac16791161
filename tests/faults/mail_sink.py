"""A mail server with moods: it refuses, puts off, hangs and hangs up, by the address; and keeps a log of it all.

`refused-…@` is refused for good (550), `busy-…@` put off at its first attempt (451), with `hangs-…@` it falls silent at
the first attempt, and with `drops-…@` it hangs up after DATA without having kept the mail, also once.
"""

import asyncio
import logging
from collections import Counter
from email import message_from_bytes
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailSink(Controller):
    """Listens on a free port of this machine for as long as its block runs."""

    def __init__(self) -> None:
        super().__init__(_Moods(self), hostname="127.0.0.1", port=0, ready_timeout=10)
        self.kept: Counter[str] = Counter()  # mails by Message-ID
        self.moods: Counter[str] = Counter()
        self.first_attempts: set[str] = set()
        self.withheld = Event()
        self.in_flight: tuple[str, int] = ("", 0)  # the Message-ID and its sender's port
        self._withhold_next = False

    def __enter__(self) -> "MailSink":
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # else it tells every word
        self.start()
        return self

    def __exit__(self, *_args: object) -> None:
        self.stop()

    def withhold_next(self) -> None:
        """Keep the next mail, and never tell its sender."""
        self.withheld.clear()
        self._withhold_next = True

    def is_first(self, mood: str, address: str) -> bool:
        """Whether `mood` comes over the server now: at the first attempt to an address of that name."""
        if not address.startswith(f"{mood}-") or address in self.first_attempts:
            return False
        self.first_attempts.add(address)
        self.moods[mood] += 1
        return True

    def keep(self, content: bytes, port: int) -> bool:
        """Keep a mail; return whether its sender is told."""
        message_id = str(message_from_bytes(content)["Message-ID"])
        self.kept[message_id] += 1
        if not self._withhold_next:
            return True
        self._withhold_next, self.in_flight = False, (message_id, port)
        self.withheld.set()
        return False

    def _trigger_server(self) -> None:
        """The base class tries the port it was given, of which 0 is none; the server listens by now."""
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()


class _Moods:
    def __init__(self, sink: MailSink) -> None:
        self.sink = sink

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address.startswith("refused-"):
            self.sink.moods["refused"] += 1
            return "550 nobody of that name"
        if self.sink.is_first("busy", address):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        (address,) = envelope.rcpt_tos
        if self.sink.is_first("hangs", address):
            await _until_gone(server)
        elif self.sink.is_first("drops", address):
            server.transport.abort()
        elif not self.sink.keep(bytes(envelope.content or b""), session.peer[1]):  # type: ignore[index]
            await _until_gone(server)
        return "250 kept"


async def _until_gone(server: SMTP) -> None:
    while not server.transport.is_closing():
        await asyncio.sleep(0.02)
