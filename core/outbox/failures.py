"""What it means that a mail could not be handed over: never, later, or that there is no such mailbox."""

import re
import smtplib

from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)

MAIL_ERRORS = (smtplib.SMTPException, OSError, AnymailError)
NEVER = (
    AnymailRecipientsRefused,
    AnymailInvalidAddress,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
# The provider understood and will never take it. What a wrong key or a full account answers may be put right.
REFUSED_FOR_EVER = {400, 406, 410, 413, 422}
# RFC 3463: bad mailbox, bad system, bad syntax; RFC 7505: a host that takes no mail.
NO_SUCH_MAILBOX = re.compile(rb"\b5\.1\.(1|2|3|10)\b")


def is_permanent(error: Exception) -> bool:
    """Return whether trying again is of no use."""
    if isinstance(error, NEVER):
        return True
    if isinstance(error, AnymailAPIError):
        return error.status_code in REFUSED_FOR_EVER
    codes = [code for code, _text in _answers(error)]
    return bool(codes) and all(500 <= code < 600 for code in codes)


def no_such_mailbox(error: Exception) -> bool:
    """Return whether the other side says that there is nobody at this address: a hard bounce at once."""
    return any(code // 100 == 5 and NO_SUCH_MAILBOX.search(text) for code, text in _answers(error))


def wait_of(error: Exception) -> float | None:
    """Return the seconds that a provider asks us to wait (Retry-After), or None."""
    response = getattr(error, "response", None)
    asked = response.headers.get("Retry-After", "") if response is not None else ""
    return float(asked) if asked.isdigit() and int(asked) <= 24 * 3_600 else None


def _answers(error: Exception) -> list[tuple[int, bytes]]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [(code, _bytes(text)) for code, text in error.recipients.values()]
    if isinstance(error, smtplib.SMTPResponseException):
        return [(error.smtp_code, _bytes(error.smtp_error))]
    return []


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode(errors="replace")
