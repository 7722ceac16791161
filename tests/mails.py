"""The mails that a running system wrote to its mailbox folder, as their recipients read them."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str
    html: str

    @property
    def links(self) -> list[str]:
        """The addresses in the text, in its order."""
        return [link.rstrip(".,)") for link in LINK.findall(self.text)]

    @property
    def code(self) -> str:
        """The sign-in code: the line that holds nothing but it."""
        lines = [line.strip() for line in self.text.splitlines()]
        return next(line for line in lines if re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}|[0-9]{6}", line))


def mails_in(folder: Path, *, to: str = "") -> list[Mail]:
    """Return the mails in the order in which they were sent; those to one address, if it is given."""
    found = [_read(file) for file in sorted(folder.glob("[0-9]*.eml"))]
    return [mail for mail in found if to.lower() in mail.to.lower()]


def _read(file: Path) -> Mail:
    message: EmailMessage = message_from_bytes(file.read_bytes(), policy=policy.default)  # type: ignore[assignment]
    return Mail(str(message["To"]), str(message["Subject"]), _part(message, "plain"), _part(message, "html"))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
