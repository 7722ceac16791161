"""Offices in the API: what one could run for around a ZIP code, and what is known of the last contest."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from offices.models import Office
from offices.selectors import last_contests, offices_around

router = Router(tags=["offices"])


class LastContestOut(Schema):
    """What the most trusted source says of the last contest; a flag is null where it says nothing."""

    year: int
    source: str
    contests: int
    uncontested: bool | None


class OfficeOut(Schema):
    """An office. `level` is a code; `minimum_age` and `seats` are null where they are not known."""

    id: UUID = Field(alias="public_id")
    name: str
    level: str
    state: str
    division: str = Field(alias="division.ocd_id")
    seats: int | None
    term_years: int | None
    minimum_age: int | None
    last_contest: LastContestOut | None = None


@router.get("", response=list[OfficeOut], summary="The offices around a ZIP code, the most local first")
def offices(request: HttpRequest, zip: str = Query(..., max_length=10)) -> list[Office]:  # noqa: A002
    found = offices_around(zip)
    contests = last_contests(found)
    for office in found:
        office.last_contest = _told(contests.get(office.pk))  # type: ignore[attr-defined]
    return found


def _told(last: Any) -> dict[str, Any] | None:
    if last is None:
        return None
    # Of a body with several contests it can be said only where all of them are known to agree.
    agrees = last.known == last.contests and last.uncontested in (0, last.contests)
    flag = last.uncontested > 0 if agrees else None
    return {"year": last.year, "source": last.source, "contests": last.contests, "uncontested": flag}
