"""How much somebody gets in a day. Codes and what they set going themselves are never counted, nor put off."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

# First key of the two-key advisory locks of recipients.
RECIPIENT_LOCKS = 0x0B0D
DAY = timedelta(hours=24)
PUT_OFF = timedelta(hours=1)

# What another sender has in hand counts as sent: under the recipient's lock it is known to all.
COUNT = """
SELECT recipient_id, count(*) FROM outbox_outgoingmessage
WHERE recipient_id = ANY(%s) AND lane = 'bulk' AND (status = 'sending' OR (status = 'sent' AND sent_at > %s))
GROUP BY recipient_id
"""
PUT_BACK = """
UPDATE outbox_outgoingmessage SET status = 'due', claimed_by = NULL, not_before = %s, failure = 'enough for a day'
WHERE id = ANY(%s)
"""


def put_off_beyond_cap(claimed: Sequence[tuple[int, int]], *, now: datetime) -> set[int]:
    """Put off by an hour what is more than a recipient gets in any 24 hours; return the ids of those messages.

    `claimed` are (message, recipient) of the bulk lane, in the order in which they leave, claimed in this transaction.
    It holds each recipient's lock to its end, so that senders at the same time do not exceed the cap together.
    """
    recipients = sorted({recipient for _message, recipient in claimed})
    if not recipients:
        return set()
    with connection.cursor() as cursor:
        for recipient in recipients:
            # The key has 32 bits; two people who share one merely wait for each other.
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [RECIPIENT_LOCKS, recipient % 2**31])
        cursor.execute(COUNT, [recipients, now - DAY])
        beyond = {
            recipient: count - settings.PROGRAM_MESSAGES_PER_DAY for recipient, count in cursor.fetchall()
        }
        put_off = _last_of(claimed, beyond)
        if put_off:
            cursor.execute(PUT_BACK, [now + PUT_OFF, sorted(put_off)])
    return put_off


def _last_of(claimed: Sequence[tuple[int, int]], beyond: dict[int, int]) -> set[int]:
    """Return of each recipient's claimed messages the last ones, as many as are too many."""
    left = Counter(recipient for _message, recipient in claimed)
    found = set()
    for message, recipient in claimed:
        if left[recipient] <= beyond.get(recipient, 0):
            found.add(message)
        left[recipient] -= 1
    return found
