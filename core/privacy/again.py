"""After a restore of an older backup: whoever was erased since is erased again, in the restore's own transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from core.accounts.models import User
from core.privacy import erasing, log
from core.privacy.models import ErasureLog


def erasures_known_here() -> list[log.Entry]:
    """Return the erasure log of the database as it is, nothing if it is of a version before there was one."""
    if ErasureLog._meta.db_table not in connection.introspection.table_names():
        return []
    rows: Any = ErasureLog.objects.values_list("person", "erased_at", "version")
    return [log.Entry(*row) for row in rows]


def erase_again(known: list[log.Entry] | None) -> int:
    """Erase everybody in `known` and in the log beside the database who is there again; return how many."""
    entries: dict[UUID, log.Entry] = {
        entry.person: entry for entry in [*(known or []), *log.read(log.path())]
    }
    back = User.objects.filter(public_id__in=entries, erased_at__isnull=True).order_by("pk")
    erased = [_erase(user, entries[user.public_id].erased_at) for user in back]
    ErasureLog.objects.bulk_create(
        (ErasureLog(person=e.person, erased_at=e.erased_at, version=e.version) for e in entries.values()),
        ignore_conflicts=True,
    )
    log.append(entries.values())
    return sum(erased)


def _erase(user: User, at: datetime) -> bool:
    erasing.close_the_door(user, at=at)
    return erasing.erase(user, at=at)
