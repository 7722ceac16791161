"""A mail server that keeps what it is given, and can withhold one answer for ever."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

ANSWERS = {b"EHLO": b"250 here\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


class MailServer(socketserver.ThreadingTCPServer):
    """Accepts SMTP on a free port. The mail number `withhold` is kept, and its sender never hears that it was."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, *, withhold: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.withhold = withhold
        self.withheld = threading.Event()
        self.mails: list[str] = []
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def keep(self, mail: bytes) -> bool:
        """Keep a mail, by its Message-ID; return whether its sender is told."""
        with self._lock:
            self.mails.append(str(message_from_bytes(mail)["Message-ID"]))
            is_told = len(self.mails) != self.withhold
        if not is_told:
            self.withheld.set()
        return is_told


class _Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            self.wfile.write(ANSWERS.get(verb, b"250 fine\r\n"))
            if verb == b"DATA":
                lines = iter(self.rfile.readline, b".\r\n")
                if not self.server.keep(b"".join(lines)):
                    self.rfile.read()  # until the sender is gone
                    return
                self.wfile.write(b"250 kept\r\n")


@contextmanager
def mail_server(*, withhold: int = 0) -> Iterator[MailServer]:
    with MailServer(withhold=withhold) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
