"""How often something may be asked for from one network address, and for one person or address.

The counting is allauth's own, in the database, so that it holds while Redis is away and counts across processes.
The network address is the one that our own proxies saw: `TRUSTED_PROXY_COUNT` entries from the end of
`X-Forwarded-For`, so that nobody escapes by writing one of their own.
"""

import logging

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

from core import clock

logger = logging.getLogger(__name__)
APP = "core.accounts"


class TooMany(Exception):
    """A limit was reached. What was asked for was not done."""


def count_or_refuse(request: HttpRequest, action: str, *, key: str = "") -> None:
    """Count one use of `action` by this request; `key` is what a `…/key` rate counts, such as a mail address.

    The rates of `action` stand in `settings.LIMITS`, in allauth's words: `5/h/key` is five an hour for one key. Keys
    are hashed before they are kept. In a transaction that is undone, the count is undone too. Raises TooMany.
    """
    config = {action: settings.LIMITS[action]}
    try:
        counted = ratelimit.consume(request, app=APP, action=action, config=config, key=key, limit_get=True)
    except OSError:  # a cache elsewhere that is away keeps nobody out
        logger.warning("The limit of %s was not counted: the cache is away.", action)
        return
    if not counted:
        raise TooMany(action)


def forget_what_ran_out() -> int:
    """Delete the counts that no longer count, of every limit and of allauth's; return how many."""
    from django.core.cache import caches
    from django.db import connection

    table = connection.ops.quote_name(caches["default"]._table)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [clock.now()])  # noqa: S608 - our own table
        return int(cursor.rowcount)
