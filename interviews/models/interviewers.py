"""Volunteers who hold one-on-one talks, and whom they may not talk with."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from core import clock
from core.audit.tracking import track
from core.fields import WebAddressField
from interviews.querysets import ConflictQuerySet, InterviewerQuerySet
from offices.enums import Level
from offices.models import Office


def only_english() -> list[str]:
    return ["en"]


@track(personal=["meeting_url", "about"])
class Interviewer(models.Model):
    """The profile of a volunteer who holds one-on-one talks. R11: bookable only while active and vetted.

    `vetted_on` is the last vetting, which lasts a year; `first_vetted_on` the first one.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="interviewer",
    )
    about = models.TextField(_("why they volunteer"), max_length=2_000, blank=True, db_default="")
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True, editable=False)
    confidentiality_accepted_at = models.DateTimeField(
        _("confidentiality accepted"), null=True, blank=True, editable=False
    )
    shadowed_on = models.DateField(_("shadowed a talk on"), null=True, blank=True)
    vetted_on = models.DateField(_("vetted on"), null=True, blank=True)
    first_vetted_on = models.DateField(_("vetted first on"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    paused_until = models.DateField(_("pauses until"), null=True, blank=True)
    weekly_cap = models.PositiveSmallIntegerField(_("talks a week at most"), default=5)
    notice_hours = models.PositiveSmallIntegerField(
        _("hours of notice at least"), default=24, validators=[MaxValueValidator(24 * 13)]
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("free minutes before and after a talk"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(120)],
    )
    states = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("states they know"),
        default=list,
        db_default=[],
        blank=True,
    )
    levels = ArrayField(
        models.CharField(max_length=16, choices=Level),
        verbose_name=_("offices they know"),
        default=list,
        db_default=[],
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=8, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=only_english,
        db_default=["en"],
    )
    meeting_url = WebAddressField(_("link to the meeting room"), max_length=500, blank=True)

    objects = InterviewerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["vetted_on"], condition=Q(is_active=True), name="interviewer_vetted")]
        verbose_name = _("interviewer")
        verbose_name_plural = _("interviewers")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def member_since(self) -> date | None:
        return self.first_vetted_on or self.vetted_on


class ConflictOfInterest(models.Model):
    """A candidate, or everybody who runs for an office, with whom an interviewer must not talk.

    What a volunteer writes in words stays in `about` until staff have found whom it means.
    """

    interviewer = models.ForeignKey(
        Interviewer, verbose_name=_("interviewer"), on_delete=models.PROTECT, related_name="conflicts"
    )
    candidate = models.ForeignKey(
        Candidate,
        verbose_name=_("candidate"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conflicts_of_interest",
    )
    office = models.ForeignKey(
        Office, verbose_name=_("office"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField(_("in their words"), max_length=300, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    declared_at = models.DateTimeField(_("declared"), default=clock.now, editable=False)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["declared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["interviewer", "candidate"], name="one_conflict_per_interviewer_and_candidate"
            ),
            models.UniqueConstraint(
                fields=["interviewer", "office"], name="one_conflict_per_interviewer_and_office"
            ),
            models.CheckConstraint(
                condition=Q(candidate__isnull=False) | Q(office__isnull=False) | ~Q(about=""),
                name="a_conflict_is_with_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interviewer} · {self.candidate or self.office or self.about}"
