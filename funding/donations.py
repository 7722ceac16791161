"""Money that came in, and the correction of what was noted wrongly."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.predicates import is_finance
from core.lifecycle import NotPermitted, Refused
from funding.enums import Account, LedgerEvent
from funding.ledger import post, reverse
from funding.models import Donation


@transaction.atomic
def record_donation(donation: Donation, *, actor: User | None, at: datetime) -> Donation:
    """Save a donation that came in and post it."""
    donation.recorded_at = at
    donation.save()
    post(
        LedgerEvent.DONATION,
        donation.public_id,
        {Account.CASH: donation.amount, Account.DONATIONS: -donation.amount},
        actor=actor,
        at=at,
        entity=donation.entity,
    )
    return donation


@transaction.atomic
def reverse_donation(donation: Donation, *, actor: User, at: datetime) -> None:
    """Take a donation back that was noted wrongly or that we gave back: a reversing entry. Raises Refused twice."""
    if not is_finance(actor):
        raise NotPermitted("not_permitted", _("Only finance correct a donation."))
    if not Donation.objects.filter(pk=donation.pk, reversed_at__isnull=True).update(reversed_at=at):
        raise Refused("reversed", _("This donation has been reversed already."))
    reverse(
        LedgerEvent.DONATION_BACK, of=LedgerEvent.DONATION, subject=donation.public_id, actor=actor, at=at
    )
