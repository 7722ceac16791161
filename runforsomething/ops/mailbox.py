"""On one machine with no mail server, mail is a file: `.local/mail/<moment>-<address>.eml`, shown on a page."""

import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Write each mail as one file, complete or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            address = re.sub(r"[^\w.@+-]", "_", message.to[0])[:80]
            name = f"{time.time_ns()}-{address}.eml"
            unfinished = folder / f".{name}"
            unfinished.write_bytes(message.message().as_bytes())
            os.replace(unfinished, folder / name)
        return len(email_messages)


@dataclass(frozen=True)
class File:
    """What a mail carries beside its words; `text` is empty for what is none, such as a picture."""

    name: str
    text: str


@dataclass(frozen=True)
class Mail:
    name: str
    at: datetime
    to: str
    subject: str
    text: str
    html: str
    files: tuple[File, ...] = ()


# As `EmailBackend` names them, so no way leads out of the folder.
NAME = re.compile(r"\d{1,20}-[\w.@+-]{1,80}", re.ASCII)


def newest(limit: int, *, to: str = "") -> list[Mail]:
    """Return the newest mails, of one address if `to` is given."""
    folder = Path(settings.MAILBOX_DIR)
    files = sorted(folder.glob("[0-9]*.eml"), reverse=True) if folder.is_dir() else []
    chosen = [file for file in files if to.lower() in file.name.lower()]
    return [read(file) for file in chosen[:limit]]


def called(name: str) -> Mail | None:
    """Return the mail with this name, as the list gives it, or None."""
    file = Path(settings.MAILBOX_DIR) / f"{name}.eml"
    return read(file) if NAME.fullmatch(name) and file.is_file() else None


def read(file: Path) -> Mail:
    mail: Any = message_from_bytes(file.read_bytes(), policy=policy.default)
    written = datetime.fromtimestamp(
        int(file.name.partition("-")[0]) / 1e9, tz=timezone.get_current_timezone()
    )
    text, html = (_part(mail, kind) for kind in ("plain", "html"))
    return Mail(file.stem, written, mail["To"], mail["Subject"], text or html, html, tuple(_files(mail)))


def _files(mail: Any) -> Iterator[File]:
    for part in mail.iter_attachments() if mail.is_multipart() else ():
        is_text = part.get_content_maintype() == "text"
        yield File(part.get_filename() or "", str(part.get_content()) if is_text else "")


def _part(mail: Any, kind: str) -> str:
    body = mail.get_body((kind,))
    return str(body.get_content()) if body else ""
