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
from core.lifecycle import Transition
from core.scheduling.rising import sequence_rises
from core.wording import in_words
from interviews.enums import Channel, InterviewStatus
from interviews.models.interviewers import Interviewer
from interviews.querysets import InterviewQuerySet


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
    notify_since = models.DateTimeField(_("wants to hear of free times since"), null=True, editable=False)
    notified_at = models.DateTimeField(_("heard of free times"), null=True, editable=False)

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


TELLS_CALENDARS = """
OLD.starts_at IS DISTINCT FROM NEW.starts_at OR OLD.ends_at IS DISTINCT FROM NEW.ends_at
OR OLD.interviewer_id IS DISTINCT FROM NEW.interviewer_id
OR OLD.status IS DISTINCT FROM NEW.status AND NEW.status = 'cancelled'
"""


@track(personal=["accommodation"])
class Interview(models.Model):
    """A one-on-one of a candidate and an interviewer. `time_zone` is the one in which it was booked.

    `sequence` rises with each change, for calendars. `assigned_because` says in codes why it went to this interviewer.
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
    channel = models.CharField(
        _("by"), max_length=8, choices=Channel, default=Channel.VIDEO, db_default=Channel.VIDEO
    )
    language = models.CharField(_("language"), max_length=8, default="en", db_default="en")
    accommodation = models.CharField(_("what the candidate needs"), max_length=300, blank=True, db_default="")
    assigned_because = ArrayField(
        models.CharField(max_length=24),
        verbose_name=_("given to them because"),
        default=list,
        db_default=[],
        editable=False,
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
        triggers = [sequence_rises(TELLS_CALENDARS)]

    def __str__(self) -> str:
        return f"{self.candidate} · {in_words(self.starts_at)}"


class InterviewTransition(Transition):
    subject = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="transitions")


class TalkHold(models.Model):
    """A start that a candidate has pressed and not confirmed: kept for ten minutes, one at a time.

    The time itself is held by commitments of the two that expire; their subject is `public_id`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.OneToOneField(Candidate, on_delete=models.CASCADE, related_name="talk_hold")
    interviewer = models.ForeignKey(Interviewer, on_delete=models.CASCADE, related_name="talk_holds")
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.VIDEO)
    language = models.CharField(max_length=8, default="en")
    assigned_because = ArrayField(models.CharField(max_length=24), default=list)

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.starts_at:%Y-%m-%d %H:%M}"
