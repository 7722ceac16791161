"""How moments and ratings are written where no template does it: for whoever reads them, at that moment."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy


def in_words(moment: datetime) -> str:
    """Return `moment` (aware) in the zone of whoever reads it, such as "Mar 9, 2026, 5:00 PM CDT"."""
    return date_format(timezone.localtime(moment), "COMPACT_DATETIME_ZONE_FORMAT")


def rated(rating: int, meaning: Any) -> Any:
    """Return what a rating means, such as "2 · with coaching", translated when it is shown."""
    return format_lazy("{} · {}", rating, meaning)
