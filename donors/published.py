"""The newest release as donors see it: on the dashboard and, once a month, in a letter. The same figures in both."""

from typing import Any

from donors.figures import DEFINITIONS, MONEY, PEOPLE
from donors.models import Release


def newest() -> dict[str, Any]:
    """Return the newest release (None before the first), its figures about people and money, and the share on a ballot.

    The share is in percent, None without candidates. Two queries.
    """
    release = Release.objects.prefetch_related("figures").first()
    values = {figure.code: figure.value for figure in release.figures.all()} if release else {}
    rows: list[dict[str, Any]] = [
        {"definition": d, "value": values[d.code]} for d in DEFINITIONS if d.code in values
    ]
    signed_up = values.get("candidates")
    return {
        "release": release,
        "people": [row for row in rows if row["definition"].table == PEOPLE],
        "money": [row for row in rows if row["definition"].table == MONEY],
        "on_ballot_percent": 100 * values["on_ballot"] / signed_up if signed_up else None,
    }
