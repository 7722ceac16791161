"""A mail is written quickly, and its bytes are those that the library would have written."""

import re
from email import message_from_bytes
from email.policy import default
from typing import Any

from anymail.message import AnymailMessage
from hypothesis import given
from hypothesis import strategies as st

from core.outbox.mailing import Mail

DRAWN = re.compile(rb"=_[0-9a-f]{32}|={15}\d+==")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=120)
NAMES = st.sampled_from(["X-A", "List-Unsubscribe", "X-" + "a" * 60])


def written(make: type[AnymailMessage], linesep: str, *given: Any) -> bytes:
    subject, text, html, file, headers = given
    mail = make(subject, text, "Us <us@example.org>", ["ann@example.org"], headers=headers)
    if html:
        mail.attach_alternative(html, "text/html")
    if file:
        mail.attach("invite.ics", file, "text/calendar")
    return mail.message().as_bytes(linesep=linesep)


@given(
    subject=TEXT,
    text=TEXT,
    html=TEXT,
    file=TEXT,
    headers=st.dictionaries(NAMES, TEXT, max_size=2),
    linesep=st.sampled_from(["\n", "\r\n"]),
)
def test_a_mail_is_written_as_the_library_writes_it(
    linesep: str, headers: dict[str, str], **parts: str
) -> None:
    headers = {"Message-ID": "<1@example.org>", "Date": "Tue, 01 Dec 2026 10:00:00 -0000", **headers}
    given = (parts["subject"], parts["text"], parts["html"], parts["file"], headers)
    ours, theirs = written(Mail, linesep, *given), written(AnymailMessage, linesep, *given)
    assert DRAWN.sub(b"drawn", ours).replace(b'"', b"") == DRAWN.sub(b"drawn", theirs).replace(b'"', b"")


def test_each_part_has_a_boundary_of_its_own_and_is_read_back() -> None:
    made = written(Mail, "\r\n", "Hi", "text", "<p>html</p>", "BEGIN", {})
    kinds = [part.get_content_type() for part in message_from_bytes(made, policy=default).walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert len(set(DRAWN.findall(made))) == 2
