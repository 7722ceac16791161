from django.utils.translation import gettext_lazy as _

from core.privacy.registry import Fate, holds

holds(
    "scheduling.WeeklyHours",
    "person",
    Fate.DELETES,
    title=_("Hours you offer every week"),
    shows=("weekday", "starts", "ends"),
)
holds(
    "scheduling.HoursOn",
    "person",
    Fate.DELETES,
    title=_("Hours you offer on one date"),
    shows=("day", "starts", "ends"),
)
holds(
    "scheduling.BusyFeed",
    "person",
    Fate.DELETES,
    title=_("The calendar that we read for you"),
    shows=("address", "read_at", "tried_at", "fault"),
)
holds(
    "scheduling.BusyTime",
    "person",
    Fate.DELETES,
    title=_("When your own calendar says that you are busy"),
    shows=("period",),
)
holds("scheduling.DayOff", "person", Fate.DELETES, title=_("Your days off"), shows=("day",))
holds("scheduling.Commitment", "person", Fate.DELETES, title=_("Your calendar"), shows=("kind", "period"))
holds(
    "scheduling.CalendarFeed",
    "person",
    Fate.DELETES,
    title=_("Your private calendar address"),
    shows=("made_at", "read_at"),
)
