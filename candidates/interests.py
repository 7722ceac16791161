"""Candidates who are interested in an office wait to hear what is missing about it."""

from typing import Any

from django.db.models import QuerySet

from candidates.enums import Standing
from candidates.models import Interest
from offices.research import register_waiting


@register_waiting
def who_is_interested() -> "QuerySet[Any, tuple[int, int]]":
    """Return (office id, user id) of everybody who has not left."""
    here = Interest.objects.filter(candidate__standing=Standing.ACTIVE)
    return here.order_by().values_list("office_id", "candidate__user_id")
