"""The one place that reads the time. Deciding code takes `now` or `today` as an argument instead."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware, in UTC: the one in `CLOCK_FILE` if that is set, else the system's."""
    if settings.CLOCK_FILE:
        return _moment_in(Path(settings.CLOCK_FILE))
    return timezone.now()


def today(zone: str) -> date:
    """Return today's date in the IANA zone `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


def _moment_in(file: Path) -> datetime:
    moment = datetime.fromisoformat(file.read_text(encoding="ascii").strip())
    if moment.tzinfo is None:
        raise ValueError(f"{file} must hold a moment with its offset, such as 2026-03-01T12:00:00+00:00.")
    return moment.astimezone(ZoneInfo("UTC"))
