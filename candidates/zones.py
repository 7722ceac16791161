"""Whose clock somebody who signs up goes by."""

from typing import Any

from offices.models import ZipCode
from offices.zones import LAST_RESORT


def zone_of(payload: dict[str, Any]) -> str:
    """The browser's zone, else that of the ZIP."""
    if payload.get("time_zone"):
        return str(payload["time_zone"])
    zone = ZipCode.objects.filter(code=payload["postal_code"][:5]).values_list("time_zone", flat=True).first()
    return zone or LAST_RESORT
