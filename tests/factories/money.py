"""What an application needs to be handed in."""

from decimal import Decimal
from typing import Any

from core import clock
from core.accounts.roles import Role
from funding.accounts import check_account
from funding.enums import Declaration
from funding.models import AccountCheck, FundingApplication
from tests.factories.people import make_user


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


def account_seen(application: FundingApplication, **changes: Any) -> AccountCheck:
    """Program staff have seen that the account is the committee's."""
    said = {
        "registration": "TX-2026-118",
        "account_holder": application.committee_name,
        "seen": "A letter of the bank.",
        "belongs": True,
        "actor": None,
        "at": clock.now(),
        **changes,
    }
    said["actor"] = said["actor"] or make_user(Role.PROGRAM_STAFF)
    return check_account(application, **said)
