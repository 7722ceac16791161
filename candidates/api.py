"""Candidates in the API: oneself, and those whom one may see anyway."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from candidates.enums import Stage, Standing
from candidates.models import Candidate
from core.accounts.requests import person_of
from core.paging import page_after

router = Router(tags=["candidates"])
LIMIT = Query(50, ge=1, le=200)


class CandidateOut(Schema):
    """A candidate. `state` is two letters, `signed_up_at` UTC, `reapply_from` a day from which to apply again."""

    id: UUID = Field(alias="public_id")
    first_name: str = Field(alias="user.first_name")
    last_name: str = Field(alias="user.last_name")
    email: str = Field(alias="user.email")
    state: str
    stage: str
    standing: str
    reapply_from: date | None
    signed_up_at: datetime


class CandidatePage(Schema):
    """`next` is what `after` wants for the page that follows, null on the last one."""

    items: list[CandidateOut]
    next: UUID | None


@router.get("", response=CandidatePage, summary="The candidates whom you may see, newest first")
def candidates(
    request: HttpRequest,
    stage: Stage | None = None,
    standing: Standing | None = None,
    state: str = Query("", pattern=r"^([A-Za-z]{2})?$"),
    after: UUID | None = None,
    limit: int = LIMIT,
) -> dict[str, Any]:
    rows = _visible(request)
    for field, value in (("stage", stage), ("standing", standing), ("state", state.upper())):
        if value:
            rows = rows.filter(**{field: value})
    items, following = page_after(rows, after, limit=limit)
    return {"items": items, "next": following}


@router.get("/{uuid:public_id}", response=CandidateOut, summary="One candidate")
def candidate(request: HttpRequest, public_id: UUID) -> Candidate:
    return get_object_or_404(_visible(request), public_id=public_id)


def _visible(request: HttpRequest) -> Any:
    return Candidate.objects.visible_to(person_of(request)).select_related("user")
