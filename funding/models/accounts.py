from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from funding.models.applications import FundingApplication


class AccountCheck(models.Model):
    """Somebody of ours looked whether the account is the committee's. The newest one counts, for that committee.

    Committees are paid, not people. Of the account only its holder's name is kept.
    """

    application = models.ForeignKey(
        FundingApplication,
        verbose_name=_("application"),
        on_delete=models.PROTECT,
        related_name="account_checks",
    )
    committee_name = models.CharField(_("committee's name"), max_length=200, editable=False)
    registration = models.CharField(
        _("registration number, as the official register has it"),
        max_length=64,
        help_text=_("Where the committee has none: “none”, and who told you so."),
    )
    account_holder = models.CharField(
        _("in whose name the account is"), max_length=200, help_text=_("As the bank has it.")
    )
    seen = models.CharField(
        _("what you saw"),
        max_length=300,
        help_text=_("A letter of the bank, a voided check, the register’s page. No account number."),
    )
    belongs = models.BooleanField(
        _("is it the committee’s account?"), choices=[(True, _("yes")), (False, _("no, or not clear"))]
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    checked_at = models.DateTimeField(_("checked"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("check of a committee's account")
        verbose_name_plural = _("checks of committees' accounts")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.application} · {self.get_belongs_display()}"
