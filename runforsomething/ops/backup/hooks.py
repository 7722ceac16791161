"""What is done with a restored database before anybody may see it.

A function in `AFTER_RESTORE` gets what its `gather` read from the database that is about to go (None where there was
none), and runs in the restore's own transaction, with the restored tables migrated to the present.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Hook:
    apply: Callable[[Any], None]
    gather: Callable[[], Any] = lambda: None


AFTER_RESTORE: list[Hook] = []
