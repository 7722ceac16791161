import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit.append_only import append_only
from funding.enums import Account, LedgerEvent
from funding.models.money import LegalEntity

BALANCED = """
IF (SELECT COALESCE(SUM(amount), 0) FROM funding_ledgerline WHERE transaction_id = NEW.transaction_id) <> 0 THEN
    RAISE EXCEPTION 'Ledger transaction % does not balance', NEW.transaction_id USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


class LedgerTransaction(models.Model):
    """One event of the double-entry ledger. `subject` is the public id of the donation, award or payment.

    A correction is never a change: it is an entry of its own, with the lines of the one that it `reverses` negated.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(_("event"), max_length=16, choices=LedgerEvent)
    subject = models.UUIDField(_("subject"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    entity = models.ForeignKey(
        LegalEntity,
        verbose_name=_("legal entity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reverses = models.OneToOneField(
        "self", verbose_name=_("reverses"), null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=clock.now)

    class Meta:
        verbose_name = _("ledger transaction")
        verbose_name_plural = _("ledger")
        ordering = ["-id"]
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["event", "subject"], name="one_ledger_transaction_per_event")
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.recorded_at:%Y-%m-%d}"


class LedgerLine(models.Model):
    """A debit above zero or a credit below; the lines of a transaction sum to zero when it commits."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(_("account"), max_length=16, choices=Account)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="a_ledger_line_is_not_zero")]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="transaction_balances",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=BALANCED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"
