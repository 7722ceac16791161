"""Whether a form looks as if no person had typed it. Pure but for the signature.

None of these signs is proof: password managers fill in fields that nobody sees, and some people come back to a page
after days. So nobody is turned away: the form comes back as it was typed, with one more box to tick, whatever the
sign was.
"""

from datetime import datetime, timedelta

from django.core import signing

SALT = "form opened"
# Nobody reads and fills in the form in less.
SHORTEST = timedelta(seconds=3)
# A stamp that was read once is not good for ever.
LONGEST = timedelta(days=2)


def stamp(at: datetime) -> str:
    """Return what a form carries to tell when it was opened."""
    return signing.dumps(int(at.timestamp()), salt=SALT)


def looks_automatic(*, stamped: str, trap: str, at: datetime, shortest: timedelta = SHORTEST) -> bool:
    """Whether a form that was opened at `stamped` and sent `at` was sent by a machine, as far as one can tell.

    `trap` is the field that people do not see. A form without any stamp is judged by the rest: a machine that leaves
    the stamp out could as well have waited.
    """
    if trap:
        return True
    if not stamped:
        return False
    try:
        opened = signing.loads(stamped, salt=SALT)
    except signing.BadSignature:
        return True
    return not shortest.total_seconds() <= at.timestamp() - opened <= LONGEST.total_seconds()
