"""What somebody's mails did to their calendar: each mail that left is handed to the reader, in order."""

from django.core import mail

from core.accounts.models import User
from tests.itip_reader import Calendar


def calendar_of(person: User) -> tuple[Calendar, list[str]]:
    """Return the calendar of `person` and what each invitation did to it."""
    kept, done = Calendar(), []
    for sent in mail.outbox:
        if sent.to == [person.email]:
            for part in sent.message().walk():
                if (
                    part.get_content_type() == "text/calendar"
                    and part.get_content_disposition() != "attachment"
                ):
                    method = str(part.get_param("method"))
                    raw = part.get_payload(decode=True)
                    assert isinstance(raw, bytes)
                    done.append(kept.receive(raw, method=method, me=person.email))
    return kept, done
