"""How moments are written where no template does it: in the reader's zone, and with it."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def in_words(moment: datetime) -> str:
    """Return `moment` (aware) in the zone of whoever reads it, such as "Mar 9, 2026, 5:00 PM CDT"."""
    return date_format(timezone.localtime(moment), "COMPACT_DATETIME_ZONE_FORMAT")
