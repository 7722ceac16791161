import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from core import clock
from core.accounts.models import validate_time_zone
from core.fields import WebAddressField
from core.lifecycle import Transition
from core.scheduling.rising import sequence_rises
from core.wording import in_words
from interviews.enums import LIVE, Need, NotedBy, RegistrationStatus
from interviews.querysets import IntroCallQuerySet, RegistrationQuerySet

CALL_CHANGES = """
OLD.starts_at IS DISTINCT FROM NEW.starts_at OR OLD.minutes IS DISTINCT FROM NEW.minutes
OR OLD.host_id IS DISTINCT FROM NEW.host_id OR OLD.join_url IS DISTINCT FROM NEW.join_url
OR OLD.cancelled_at IS DISTINCT FROM NEW.cancelled_at
"""
SEAT_CHANGES = """
OLD.call_id IS DISTINCT FROM NEW.call_id OR OLD.status IS DISTINCT FROM NEW.status
"""


class IntroCall(models.Model):
    """A group call of 45 minutes. `seats_taken` is a running total, changed only under this row's lock.

    Calls that were announced together share their `series`. `sequence` rises with each change, for calendars.
    """

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
    captions = models.BooleanField(_("with captions"), default=False, db_default=False)
    interpreted_into = models.CharField(
        _("interpreted into"), max_length=100, blank=True, default="", db_default=""
    )
    series = models.UUIDField(null=True, editable=False, db_index=True)
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    moved_at = models.DateTimeField(_("last moved"), null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
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
        triggers = [sequence_rises(CALL_CHANGES)]

    def __str__(self) -> str:
        return in_words(self.starts_at)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def seats_left(self) -> int:
        return self.capacity - self.seats_taken


class Registration(models.Model):
    """A candidate's seat in a call. Whether it was used is a fact of its own: yes, no, or unknown.

    A moved seat is the same row, so that calendars know it again; `sequence` rises with each change.
    """

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
    offer_expires_at = models.DateTimeField(_("offered until"), null=True, editable=False)
    needs = ArrayField(
        models.CharField(max_length=16, choices=Need),
        verbose_name=_("asks for"),
        default=list,
        db_default=[],
        blank=True,
    )
    needs_note = models.CharField(
        _("which language, or what else"), max_length=120, blank=True, db_default=""
    )
    needs_met_at = models.DateTimeField(_("arranged"), null=True, editable=False)
    joined_at = models.DateTimeField(_("joined by the own link"), null=True, editable=False)
    attended = models.BooleanField(_("attended"), null=True)
    noted_how = models.CharField(
        _("known from"), max_length=16, choices=NotedBy, blank=True, db_default="", editable=False
    )
    noted_at = models.DateTimeField(_("noted"), null=True, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("noted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    created_at = models.DateTimeField(_("registered"), default=clock.now, editable=False)
    moved_at = models.DateTimeField(_("last moved"), null=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration for an intro call")
        verbose_name_plural = _("registrations for intro calls")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "candidate"],
                condition=Q(status__in=LIVE),
                name="one_live_seat_per_candidate_and_call",
            ),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.OFFERED, offer_expires_at__isnull=False)
                | (~Q(status=RegistrationStatus.OFFERED) & Q(offer_expires_at__isnull=True)),
                name="an_offer_of_a_seat_expires",
            ),
        ]
        indexes = [
            models.Index(
                fields=["call"],
                condition=Q(status=RegistrationStatus.CONFIRMED, attended__isnull=True),
                name="seat_not_known_if_attended",
            ),
            models.Index(
                fields=["call", "id"],
                name="waiting_lists",
                condition=Q(status__in=(RegistrationStatus.WAITLISTED, RegistrationStatus.OFFERED)),
            ),
        ]
        triggers = [sequence_rises(SEAT_CHANGES)]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.call}"


class RegistrationTransition(Transition):
    subject = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="transitions")
