from django.utils.translation import gettext_lazy as _

from core.privacy.registry import Fate, holds

holds(
    "scheduling.WeeklyHours",
    "person",
    Fate.DELETES,
    title=_("Hours you offer every week"),
    shows=("weekday", "starts", "ends"),
)
holds("scheduling.DayOff", "person", Fate.DELETES, title=_("Your days off"), shows=("day",))
holds("scheduling.Commitment", "person", Fate.DELETES, title=_("Your calendar"), shows=("kind", "period"))
