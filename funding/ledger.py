"""The double-entry ledger: append-only, and balanced when the transaction commits, or the database refuses it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from core.accounts.models import User
from funding.models import LedgerLine, LedgerTransaction, LegalEntity


@transaction.atomic
def post(
    event: str,
    subject: UUID,
    lines: Mapping[str, Decimal],
    *,
    actor: User | None,
    at: datetime,
    entity: LegalEntity | None = None,
    reverses: LedgerTransaction | None = None,
) -> LedgerTransaction:
    """Write one event: `lines` maps an account to its debit (above zero) or credit (below), in dollars."""
    entry = LedgerTransaction.objects.create(
        event=event, subject=subject, actor=actor, recorded_at=at, entity=entity, reverses=reverses
    )
    LedgerLine.objects.bulk_create(
        LedgerLine(transaction=entry, account=account, amount=amount) for account, amount in lines.items()
    )
    return entry


def reverse(event: str, *, of: str, subject: UUID, actor: User | None, at: datetime) -> LedgerTransaction:
    """Write `event`, which takes back the entry `of` the same subject line by line; the database refuses a second."""
    entry = LedgerTransaction.objects.get(event=of, subject=subject)
    lines = {line.account: -line.amount for line in entry.lines.all()}
    return post(event, subject, lines, actor=actor, at=at, entity=entry.entity, reverses=entry)


def balances(*, at: datetime, entity: LegalEntity | None = None) -> dict[str, Decimal]:
    """Return each account's balance in dollars, of one legal entity or of all, recorded until `at`, inclusive."""
    lines = LedgerLine.objects.filter(transaction__recorded_at__lte=at)
    if entity is not None:
        lines = lines.filter(transaction__entity=entity)
    return dict(lines.values_list("account").annotate(Sum("amount")))
