"""The double-entry ledger: append-only, and balanced when the transaction commits, or the database refuses it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from core.accounts.models import User
from funding.models import LedgerLine, LedgerTransaction


@transaction.atomic
def post(
    event: str, subject: UUID, lines: Mapping[str, Decimal], *, actor: User | None, at: datetime
) -> LedgerTransaction:
    """Write one event: `lines` maps an account to its debit (above zero) or credit (below), in dollars."""
    entry = LedgerTransaction.objects.create(event=event, subject=subject, actor=actor, recorded_at=at)
    LedgerLine.objects.bulk_create(
        LedgerLine(transaction=entry, account=account, amount=amount) for account, amount in lines.items()
    )
    return entry


def balances(*, at: datetime) -> dict[str, Decimal]:
    """Return each account's balance in dollars, counting what was recorded until `at`, inclusive."""
    lines = LedgerLine.objects.filter(transaction__recorded_at__lte=at)
    return dict(lines.values_list("account").annotate(Sum("amount")))
