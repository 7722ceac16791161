from django.utils.translation import gettext_lazy as _

from core.privacy.registry import Fate, holds, impersonal

holds(
    "offices.ResearchRequest",
    "asked_by",
    Fate.DELETES,
    title=_("Questions you asked about offices"),
    shows=("office", "asked_at"),
)
holds(
    "offices.WantedOffice",
    "asked_by",
    Fate.DELETES,
    title=_("Offices you missed"),
    shows=("kind", "state", "description", "asked_at"),
    history="asked_by_id",
)
# What somebody told us of an office is about the office.
holds(
    "offices.Fact",
    "told_by",
    Fate.KEEPS,
    title=_("What you told us about offices"),
    shows=("office", "kind", "value", "source", "source_url", "checked_on", "status", "refused_because"),
    keeps=("value", "source", "source_url", "refused_because"),
)
holds("offices.CostObservation", "added_by", Fate.KEEPS, keeps=("source", "licence"))
impersonal(
    "open data",
    *(f"offices.{name}" for name in ("Division", "ZipCode", "ZipDivision", "Office", "Election", "Race")),
    *(f"offices.{name}" for name in ("Contest", "Holder", "OwnSpending")),
)
