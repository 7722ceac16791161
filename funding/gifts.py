"""Money that a campaign raised: noted by whoever runs it, counted once somebody of ours has seen the receipt (R17)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy
from candidates.pipeline import is_own
from core.accounts.models import User
from core.accounts.predicates import is_finance, is_program_staff
from core.lifecycle import NotPermitted
from funding.actblue import Contribution, FaultyExport
from funding.checking import check_one
from funding.enums import GiftKind
from funding.models import Gift


@transaction.atomic
def add_gift(candidacy: Candidacy, *, now: datetime, **fields: Any) -> Gift:
    """Note a gift as the candidate reports it; it counts once somebody has seen the receipt."""
    gift = Gift.objects.create(candidacy=candidacy, created_at=now, **fields)
    check_one(candidacy, now=now)
    return gift


@transaction.atomic
def document_gift(gift: Gift, *, actor: User, now: datetime) -> bool:
    """Note that `actor` has seen the receipt; return False when somebody had before. Not for one's own campaign."""
    if not (is_program_staff(actor) or is_finance(actor)) or is_own(actor, gift.candidacy):
        raise NotPermitted("not_permitted", _("You may not document this gift."))
    seen = Gift.objects.filter(pk=gift.pk, documented_at__isnull=True, refunded_on__isnull=True)
    changed = seen.update(documented_at=now, documented_by=actor)
    if changed:
        check_one(gift.candidacy, now=now)
    return bool(changed)


@dataclass(frozen=True)
class Imported:
    added: int
    given_back: int
    known: int


@transaction.atomic
def import_export(candidacy: Candidacy, contributions: Iterable[Contribution], *, now: datetime) -> Imported:
    """Note the gifts of an export. A line item is noted once, however often it is imported; a refund is kept.

    Raises FaultyExport when a known line item comes with another amount; then nothing has changed.
    """
    Candidacy.objects.select_for_update(of=("self",), no_key=True).get(pk=candidacy.pk)
    rows = list(contributions)
    known = {gift.line_item: gift for gift in candidacy.gifts.exclude(line_item="")}
    for row in rows:
        if row.line_item in known and known[row.line_item].amount != row.amount:
            raise FaultyExport(
                [_("The line item %(id)s is noted with another amount already.") % {"id": row.line_item}]
            )
    back = {
        row.line_item: row
        for row in rows
        if row.refunded_on and row.line_item in known and known[row.line_item].refunded_on is None
    }
    for line_item, row in back.items():
        candidacy.gifts.filter(line_item=line_item).update(refunded_on=row.refunded_on)
    made = Gift.objects.bulk_create(
        Gift(
            candidacy=candidacy,
            donor=row.donor,
            amount=row.amount,
            kind=GiftKind.GIFT,
            given_on=row.given_on,
            refunded_on=row.refunded_on,
            line_item=row.line_item,
            created_at=now,
        )
        for row in rows
        if row.line_item not in known
    )
    if made or back:
        check_one(candidacy, now=now)
    return Imported(len(made), len(back), len(rows) - len(made) - len(back))
