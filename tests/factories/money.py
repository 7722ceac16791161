"""What an application needs to be handed in."""

from decimal import Decimal
from typing import Any

from funding.enums import Declaration


def written(requested: object = "150.00", **changes: Any) -> dict[str, Any]:
    """Every part of an application for `requested` dollars, with a budget that adds up."""
    return {
        "committee_name": "Friends of the Library",
        "treasurer_name": "Theo Ledger",
        "plan": "Doors.",
        "requested": None if requested is None else Decimal(str(requested)),
        "use_of_money": [{"what": "Postage", "amount": str(requested)}],
        "declarations": list(Declaration.values),
        **changes,
    }
