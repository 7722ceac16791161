"""The donors' figures in the API: the newest release, as on the dashboard."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from donors.published import newest
from donors.rules import may_see_figures

router = Router(tags=["figures"])


class FigureOut(Schema):
    """One published figure with how it is defined. Counts are whole, money is in dollars."""

    code: str
    label: str
    definition: str
    value: Decimal


class ReleaseOut(Schema):
    """A release of figures, which never changes. `as_of` is UTC."""

    as_of: datetime
    people: list[FigureOut]
    money: list[FigureOut]


@router.get("/newest", response=ReleaseOut, summary="The newest release of figures")
def newest_release(request: HttpRequest) -> dict[str, Any]:
    if not may_see_figures(request.user):
        raise HttpError(403, "The figures are for donors and staff.")
    found = newest()
    if found["release"] is None:
        raise HttpError(404, "There is no release of figures yet.")
    return {"as_of": found["release"].as_of, "people": _told(found["people"]), "money": _told(found["money"])}


def _told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "code": row["definition"].code,
            "label": str(row["definition"].label),
            "definition": str(row["definition"].definition),
            "value": row["value"],
        }
        for row in rows
    ]
