import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.enums import Topic
from candidates.models import Candidate
from core import clock
from core.audit.tracking import track
from core.fields import WebAddressField
from core.lifecycle import Transition
from core.wording import in_words
from interviews.enums import InterviewStatus
from interviews.querysets import InterviewerQuerySet, InterviewQuerySet


@track(personal=["meeting_url"])
class Interviewer(models.Model):
    """The profile of a volunteer who holds one-on-one talks. R11: bookable only while active and vetted."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="interviewer",
    )
    vetted_on = models.DateField(_("vetted on"), null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    weekly_cap = models.PositiveSmallIntegerField(_("talks a week at most"), default=5)
    notice_hours = models.PositiveSmallIntegerField(_("hours of notice at least"), default=24)
    meeting_url = WebAddressField(_("link to the meeting room"), max_length=500, blank=True)

    objects = InterviewerQuerySet.as_manager()

    class Meta:
        verbose_name = _("interviewer")
        verbose_name_plural = _("interviewers")

    def __str__(self) -> str:
        return str(self.user)


class InterviewRequest(models.Model):
    """A candidate's own wish for a one-on-one, with the topics for it (R5, R10)."""

    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="interview_requests"
    )
    topics = ArrayField(
        models.CharField(max_length=16, choices=Topic), verbose_name=_("topics"), default=list, blank=True
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    override_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("exception by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    override_reason = models.CharField(_("reason of the exception"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("request for a talk")
        verbose_name_plural = _("requests for a talk")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["candidate"], name="one_request_per_candidate"),
            models.CheckConstraint(
                condition=Q(override_by__isnull=True) | ~Q(override_reason=""),
                name="an_override_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} {self.asked_at:%Y-%m-%d}"


@track()
class Interview(models.Model):
    """A one-on-one of a candidate and an interviewer. `time_zone` is the one in which it was booked.

    `sequence` rises with each change, for calendars.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="interviews"
    )
    interviewer = models.ForeignKey(
        Interviewer, verbose_name=_("interviewer"), on_delete=models.PROTECT, related_name="interviews"
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("booked in the zone"), max_length=64)
    status = models.CharField(
        _("status"), max_length=16, choices=InterviewStatus, default=InterviewStatus.BOOKED
    )
    booked_at = models.DateTimeField(_("booked"), default=clock.now, editable=False)
    moved_at = models.DateTimeField(_("last moved"), null=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("one-on-one talk")
        verbose_name_plural = _("one-on-one talks")
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["interviewer", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_talk_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(status=InterviewStatus.BOOKED),
                name="one_booked_talk_per_candidate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {in_words(self.starts_at)}"


class InterviewTransition(Transition):
    subject = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="transitions")
