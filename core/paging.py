"""Pages of a long list by key: the next page begins after a row, and costs the same however far one has come."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet


class NoSuchRow(Exception):
    """The row that a page was to begin after is not, or no longer, in the list."""


def page_after(rows: QuerySet[Any], after: UUID | None, *, limit: int) -> tuple[list[Any], UUID | None]:
    """Return the `limit` newest of `rows` after the one with the public id `after`, and where the next page begins.

    The second is None on the last page. Raises NoSuchRow when `after` is not among `rows`. Two queries at most.
    """
    rows = rows.order_by("-pk")
    if after is not None:
        key = rows.filter(public_id=after).values_list("pk", flat=True).first()
        if key is None:
            raise NoSuchRow
        rows = rows.filter(pk__lt=key)
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1].public_id if len(found) > limit else None
