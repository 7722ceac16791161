"""The training library, and who is in our Slack."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from community.translations import CourseTranslation, LessonTranslation, Translated
from core import clock

__all__ = ["Course", "CourseTranslation", "Lesson", "LessonTranslation", "SlackMembership", "SlackStatus"]


class Course(Translated):
    """It is written in English first."""

    language = settings.LANGUAGE_CODE

    slug = models.SlugField(_("name in the address"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400)
    body = models.TextField(_("introduction, in Markdown"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.title


class Lesson(Translated):
    """R12: a public lesson is open to everybody, the others from the moment a candidate is on board."""

    course = models.ForeignKey(
        Course, verbose_name=_("course"), on_delete=models.CASCADE, related_name="lessons"
    )
    slug = models.SlugField(_("name in the address"), max_length=100)
    title = models.CharField(_("title"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes to read"))
    is_public = models.BooleanField(_("open to everybody"), default=False)
    body = models.TextField(_("text, in Markdown"))
    order = models.PositiveSmallIntegerField(_("order"))
    language = models.CharField(_("language"), max_length=8, default="en")

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["course__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="one_lesson_per_course_and_slug")
        ]

    def __str__(self) -> str:
        return self.title


class SlackStatus(models.TextChoices):
    TO_INVITE = "to_invite", _("to be invited")
    INVITED = "invited", _("invited")
    JOINED = "joined", _("joined")
    LEFT = "left", _("left")


class SlackMembership(models.Model):
    """A candidate's way into our Slack: queued when the candidate is on board."""

    candidate = models.OneToOneField(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="slack"
    )
    status = models.CharField(_("status"), max_length=16, choices=SlackStatus, default=SlackStatus.TO_INVITE)
    queued_at = models.DateTimeField(_("queued"), default=clock.now)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)

    class Meta:
        verbose_name = _("Slack membership")
        verbose_name_plural = _("Slack memberships")
        ordering = ["queued_at"]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.get_status_display()}"
