"""Which models keep a history of their rows, and where it is kept."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models

from core.audit.append_only import never_emptied

Tracked = Callable[[type[models.Model]], type[models.Model]]


def track(*trackers: pghistory.Tracker, **options: Any) -> Tracked:
    """Keep each state of a model's rows, as `pghistory.track` does, in a table that is append-only altogether.

    `PGHISTORY_APPEND_ONLY` refuses UPDATE and DELETE there, but not TRUNCATE.
    """
    return pghistory.track(*trackers, meta={"triggers": [never_emptied()]}, **options)
