import uuid
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy
from core import clock
from core.audit.tracking import track
from core.lifecycle import Transition
from funding.enums import AwardStatus, PaymentMethod, PaymentStatus
from funding.instalments import Planned, from_json, progress_of
from funding.models.accounts import AccountCheck
from funding.models.applications import FundingApplication

PEOPLE = settings.AUTH_USER_MODEL


def dollars(label: object, **options: object) -> models.DecimalField:
    return models.DecimalField(label, max_digits=12, decimal_places=2, **options)  # type: ignore[arg-type]


class LegalEntity(models.Model):
    """An organisation of its own in law, with books of its own: donations come to it, programmes are paid from it."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("legal entity")
        verbose_name_plural = _("legal entities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """A budget. `committed` and `paid` are running totals, changed only under this row's lock."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    entity = models.ForeignKey(
        LegalEntity,
        verbose_name=_("legal entity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="programmes",
    )
    budget = dollars(_("budget"), default=Decimal(0))
    committed = dollars(_("committed"), default=Decimal(0), editable=False)
    paid = dollars(_("paid"), default=Decimal(0), editable=False)
    is_open = models.BooleanField(_("open"), default=True)

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [
            models.CheckConstraint(condition=Q(committed__lte=F("budget")), name="no_more_than_the_budget"),
            models.CheckConstraint(
                condition=Q(paid__lte=F("committed"), paid__gte=0), name="pay_what_is_committed"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CandidacyFunding(models.Model):
    """R16: what one candidacy may have and has. `awarded` and `paid` are running totals under this row's lock."""

    candidacy = models.OneToOneField(Candidacy, on_delete=models.PROTECT, related_name="funding")
    cap = dollars(_("cap"))
    awarded = dollars(_("awarded"), default=Decimal(0))
    paid = dollars(_("paid"), default=Decimal(0))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(awarded__lte=F("cap")), name="awards_stay_within_the_cap"),
            models.CheckConstraint(
                condition=Q(paid__lte=F("awarded"), paid__gte=0), name="pay_what_was_awarded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.awarded} / {self.cap}"


@track(personal=["used_for"])
class SpendingReport(models.Model):
    """What a campaign that was paid says of the money, within `DUE_AFTER` of the election."""

    DUE_AFTER = timedelta(days=30)

    candidacy = models.OneToOneField(
        Candidacy, verbose_name=_("race"), on_delete=models.PROTECT, related_name="spending_report"
    )
    spent = dollars(_("spent of our money, in dollars"), validators=[MinValueValidator(Decimal(0))])
    used_for = models.TextField(_("what it was used for"), max_length=10_000)
    campaign_spent = dollars(
        _("spent by the whole campaign, in dollars"),
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    handed_in_at = models.DateTimeField(_("handed in"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("report on the money")
        verbose_name_plural = _("reports on the money")
        ordering = ["-handed_in_at"]
        constraints = [
            models.CheckConstraint(condition=Q(spent__gte=0), name="nobody_spends_less_than_nothing"),
            models.CheckConstraint(
                condition=Q(campaign_spent__isnull=True)
                | Q(campaign_spent__gt=0, campaign_spent__gte=F("spent")),
                name="the_campaign_spends_what_it_spends_of_ours",
            ),
        ]

    def __str__(self) -> str:
        return f"${self.spent}"


@track()
class Award(models.Model):
    """Requested by program staff, approved by finance, paid by somebody else of finance: three people.

    `released` is what an award that ended early gave back to the budget and to the cap.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        FundingApplication, verbose_name=_("application"), on_delete=models.PROTECT, related_name="awards"
    )
    programme = models.ForeignKey(
        Programme, verbose_name=_("program"), on_delete=models.PROTECT, related_name="awards"
    )
    amount = dollars(_("amount"), validators=[MinValueValidator(Decimal("0.01"))])
    paid = dollars(_("paid"), default=Decimal(0), editable=False)
    released = dollars(_("released"), default=Decimal(0), db_default=Decimal(0), editable=False)
    instalments = models.JSONField(
        _("planned instalments"),
        default=list,
        blank=True,
        db_default=Value([], models.JSONField()),
        editable=False,
    )
    status = models.CharField(_("status"), max_length=16, choices=AwardStatus, default=AwardStatus.REQUESTED)
    requested_by = models.ForeignKey(
        PEOPLE, verbose_name=_("requested by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    requested_at = models.DateTimeField(_("requested"), default=clock.now, editable=False)
    approved_by = models.ForeignKey(
        PEOPLE,
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_award_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(paid__lte=F("amount") - F("released"), paid__gte=0, released__gte=0),
                name="an_award_is_paid_once",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")),
                name="nobody_approves_the_own_request",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[AwardStatus.APPROVED, AwardStatus.ENDED])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="approved_means_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · ${self.amount:,}"

    @property
    def planned(self) -> list[Planned]:
        """The planned instalments with what of each is paid; none where the award is paid at once."""
        return progress_of(from_json(self.instalments), paid=self.paid)


class AwardTransition(Transition):
    subject = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="transitions")


class Payment(models.Model):
    """Money that went out. Requester and approver are copied here, so that the database can refuse the same payer."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(
        Award, verbose_name=_("award"), on_delete=models.PROTECT, related_name="payments"
    )
    amount = dollars(_("amount"), validators=[MinValueValidator(Decimal("0.01"))])
    method = models.CharField(_("method"), max_length=16, choices=PaymentMethod)
    reference = models.CharField(
        _("reference"), max_length=100, help_text=_("The bank's or the check's number.")
    )
    rules_checked = models.CharField(
        _("where today’s contribution limit and source rules stand"),
        max_length=300,
        blank=True,
        db_default="",
        help_text=_("What you looked at before paying: the commission’s page, a statute, counsel’s note."),
    )
    status = models.CharField(
        _("status"),
        max_length=16,
        choices=PaymentStatus,
        default=PaymentStatus.PAID,
        db_default=PaymentStatus.PAID,
        editable=False,
    )
    account_check = models.ForeignKey(
        AccountCheck, null=True, on_delete=models.PROTECT, related_name="payments", editable=False
    )
    requested_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", editable=False)
    approved_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+", editable=False)
    paid_by = models.ForeignKey(
        PEOPLE, verbose_name=_("paid by"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    paid_at = models.DateTimeField(_("paid"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_more_than_nothing"),
            models.CheckConstraint(
                condition=~Q(paid_by=F("requested_by"))
                & ~Q(paid_by=F("approved_by"))
                & ~Q(requested_by=F("approved_by")),
                name="three_people_handle_each_payment",
            ),
        ]

    def __str__(self) -> str:
        return f"${self.amount:,}"


class PaymentTransition(Transition):
    subject = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="transitions")


class Donation(models.Model):
    """Money that came in. Its donor need not be a user."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    donor = models.ForeignKey(
        PEOPLE,
        verbose_name=_("donor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="donations",
    )
    entity = models.ForeignKey(
        LegalEntity,
        verbose_name=_("legal entity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="donations",
    )
    amount = dollars(_("amount"), validators=[MinValueValidator(Decimal("0.01"))])
    received_on = models.DateField(_("received on"))
    recorded_at = models.DateTimeField(default=clock.now, editable=False)
    reversed_at = models.DateTimeField(_("reversed"), null=True, editable=False)

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        ordering = ["-received_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_donation_is_more_than_nothing")
        ]

    def __str__(self) -> str:
        return f"${self.amount:,} {self.received_on}"
