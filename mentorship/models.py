"""Mentors who give their time freely, and whom they accompany. There is no payment field (R14)."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from core import clock
from core.audit.tracking import track
from core.lifecycle import Transition
from mentorship.enums import LIVE, MentorshipStatus
from mentorship.querysets import MentorSessionQuerySet, MentorshipQuerySet


@track()
class Mentor(models.Model):
    """`taken` is a running total of live mentorships and proposals, changed only under this row's lock."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="mentor"
    )
    campaigns = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("campaigns worked on"),
        default=list,
        blank=True,
        help_text=_("Tags, separated by commas: the campaigns and the kinds of office."),
    )
    states = ArrayField(
        models.CharField(max_length=2), verbose_name=_("states known"), default=list, blank=True
    )
    capacity = models.PositiveSmallIntegerField(_("candidates at a time at most"), default=2)
    taken = models.PositiveSmallIntegerField(_("candidates now"), default=0, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("mentor")
        verbose_name_plural = _("mentors")
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="no_mentor_beyond_capacity"),
        ]

    def __str__(self) -> str:
        return str(self.user)


@track()
class Mentorship(models.Model):
    """A mentor and a candidate: proposed by staff, active once both have said yes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(
        Mentor, verbose_name=_("mentor"), on_delete=models.PROTECT, related_name="mentorships"
    )
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="mentorships"
    )
    status = models.CharField(
        _("status"), max_length=16, choices=MentorshipStatus, default=MentorshipStatus.PROPOSED
    )
    mentor_said_yes_at = models.DateTimeField(_("mentor said yes"), null=True, blank=True)
    candidate_said_yes_at = models.DateTimeField(_("candidate said yes"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    proposed_at = models.DateTimeField(_("proposed"), default=clock.now, editable=False)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentorship")
        verbose_name_plural = _("mentorships")
        ordering = ["-id"]
        indexes = [
            models.Index(
                Greatest("mentor_said_yes_at", "candidate_said_yes_at"),
                name="mentorships_to_ask_after",
                condition=Q(status=MentorshipStatus.ACTIVE),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(status__in=LIVE), name="one_live_mentorship_per_candidate"
            ),
            models.CheckConstraint(
                condition=~Q(status=MentorshipStatus.ACTIVE)
                | Q(mentor_said_yes_at__isnull=False, candidate_said_yes_at__isnull=False),
                name="active_means_both_said_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} · {self.candidate}"


class MentorshipTransition(Transition):
    subject = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="transitions")


@track(personal=["about"])
class MentorSession(models.Model):
    """An hour that the two have agreed on. `sequence` rises with each change, for calendars."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentorship = models.ForeignKey(
        Mentorship, verbose_name=_("mentorship"), on_delete=models.PROTECT, related_name="sessions"
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    about = models.CharField(_("what it is about"), max_length=200, blank=True)
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("arranged by"), on_delete=models.PROTECT, related_name="+"
    )
    arranged_at = models.DateTimeField(_("arranged"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(_("last changed"), default=clock.now, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = MentorSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mentor session")
        verbose_name_plural = _("mentor sessions")
        ordering = ["starts_at"]
        indexes = [
            models.Index("starts_at", name="mentor_sessions_to_come", condition=Q(cancelled_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_session_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentorship} · {self.starts_at:%Y-%m-%d}"

    def other_than(self, person: object) -> object:
        """The one of the two who is not `person`."""
        mentor, candidate = self.mentorship.mentor.user, self.mentorship.candidate.user
        return candidate if person == mentor else mentor
