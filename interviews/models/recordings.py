import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from core import clock
from interviews.querysets import WatchedRecordingQuerySet


class WatchedRecording(models.Model):
    """Somebody who can come to no call watched the recording and answered three questions: an exception to R10.

    Program staff read the answers; accepted, they open the request for a talk, and nothing else.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="recordings"
    )
    why_no_call = models.CharField(_("why no call suits"), max_length=300)
    what_the_office_does = models.TextField(max_length=1_000)
    what_it_asks_of_you = models.TextField(max_length=1_000)
    what_you_would_ask = models.TextField(max_length=1_000)
    sent_at = models.DateTimeField(_("answered"), default=clock.now)
    accepted = models.BooleanField(_("accepted"), null=True)
    reply = models.CharField(_("what is missing"), max_length=500, blank=True)
    read_at = models.DateTimeField(_("read"), null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("read by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = WatchedRecordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("recording watched instead of a call")
        verbose_name_plural = _("recordings watched instead of a call")
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=~Q(accepted=False) | Q(accepted__isnull=True),
                name="one_recording_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, read_by__isnull=True)
                | Q(accepted__isnull=False, read_by__isnull=False),
                name="whoever_answers_a_recording_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} {self.sent_at:%Y-%m-%d}"
