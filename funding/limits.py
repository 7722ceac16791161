"""The contribution limits of the data files: of 2018, for comparison, never for a decision."""

import csv
from pathlib import Path

from django.db import transaction

from funding.models import ContributionLimit
from offices.enums import Level
from offices.loading.after import register_file

FILE = "contribution_limits.csv"


@register_file(FILE)
@transaction.atomic
def load_limits(path: Path) -> int:
    """Load the limits, corrected where they are known already; return how many there are."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            ContributionLimit(
                state=row["state"],
                year=int(row["year"]),
                rule=row["individual_rule"],
                house_limit=_dollars(row["individual_house_limit"]),
                house_period=row["individual_house_period"],
                senate_limit=_dollars(row["individual_senate_limit"]),
                senate_period=row["individual_senate_period"],
                pac_rule=row["pac_rule"],
                corporate_rule=row["corporate_rule"],
                citation=row["citation"],
            )
            for row in csv.DictReader(file)
        ]
    ContributionLimit.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["state", "year"],
        update_fields=[
            "rule", "house_limit", "house_period", "senate_limit", "senate_period", "pac_rule", "corporate_rule",
            "citation",
        ],
    )  # fmt: skip
    return len(rows)


def latest_limit(state: str) -> ContributionLimit | None:
    """Return the newest limit that is known of a state, whose year has to be shown with it."""
    return ContributionLimit.objects.filter(state=state).order_by("-year").first()


def dollars_for(limit: ContributionLimit, level: str) -> tuple[int | None, str]:
    """Return what an individual could give for an office of `level`, and per what; None is not known or no limit.

    The file knows the two chambers only; the limits of other offices are not in it.
    """
    if level == Level.STATE_HOUSE:
        return limit.house_limit, limit.house_period
    if level == Level.STATE_SENATE:
        return limit.senate_limit, limit.senate_period
    return None, ""


def _dollars(text: str) -> int | None:
    return int(text) if text else None
