"""Which models keep a history of their rows, and where it is kept."""

from collections.abc import Callable, Sequence
from typing import Any

import pghistory
import pgtrigger
from django.db import models

from core.audit.append_only import never_emptied

Tracked = Callable[[type[models.Model]], type[models.Model]]
CHANGED = "_changed"


def track(
    *trackers: pghistory.Tracker, personal: Sequence[str] = (), unwatched: Sequence[str] = (), **options: Any
) -> Tracked:
    """Keep each state of a model's rows, as `pghistory.track` does, in a table that is append-only altogether.

    Of `personal` fields (names, contact data, free text) the history says that they changed, never from what to
    what; `unwatched` fields leave no trace. `PGHISTORY_APPEND_ONLY` refuses UPDATE and DELETE there; TRUNCATE is
    refused by a trigger of ours.
    """
    if personal or unwatched:
        trackers = (*(trackers or (pghistory.InsertEvent(), pghistory.UpdateEvent())), *_changes_of(personal))
        options["exclude"] = [*personal, *unwatched]
    return pghistory.track(*trackers, meta={"triggers": [never_emptied()]}, **options)


def _changes_of(fields: Sequence[str]) -> list[pghistory.Tracker]:
    return [
        pghistory.UpdateEvent(f"{field}{CHANGED}", condition=pgtrigger.AnyChange(field)) for field in fields
    ]
