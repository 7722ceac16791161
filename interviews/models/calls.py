import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from core import clock
from core.accounts.models import validate_time_zone
from core.fields import WebAddressField
from core.wording import in_words
from interviews.enums import RegistrationStatus
from interviews.querysets import IntroCallQuerySet, RegistrationQuerySet


class IntroCall(models.Model):
    """A group call of 45 minutes. `seats_taken` is a running total, changed only under this row's lock."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("host"),
        on_delete=models.PROTECT,
        related_name="hosted_calls",
    )
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45, validators=[MinValueValidator(10)])
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="America/New_York", validators=[validate_time_zone]
    )
    capacity = models.PositiveSmallIntegerField(_("seats"), default=100, validators=[MinValueValidator(1)])
    seats_taken = models.PositiveSmallIntegerField(_("seats taken"), default=0, editable=False)
    join_url = WebAddressField(_("link to join"), max_length=500)
    dial_in = models.CharField(_("dial-in number"), max_length=100, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = IntroCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("intro call")
        verbose_name_plural = _("intro calls")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity")), name="no_more_seats_than_there_are"
            ),
        ]

    def __str__(self) -> str:
        return in_words(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def seats_left(self) -> int:
        return self.capacity - self.seats_taken


class Registration(models.Model):
    """A candidate's seat in a call. Whether it was used is a fact of its own: yes, no, or unknown."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(
        IntroCall, verbose_name=_("intro call"), on_delete=models.PROTECT, related_name="registrations"
    )
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="registrations"
    )
    status = models.CharField(
        _("status"), max_length=16, choices=RegistrationStatus, default=RegistrationStatus.CONFIRMED
    )
    attended = models.BooleanField(_("attended"), null=True)
    created_at = models.DateTimeField(_("registered"), default=clock.now, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration for an intro call")
        verbose_name_plural = _("registrations for intro calls")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "candidate"],
                condition=Q(status=RegistrationStatus.CONFIRMED),
                name="one_seat_per_candidate_and_call",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.call}"
