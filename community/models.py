"""The training library, and who is in our Slack."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from community.slack_models import (
    ChannelSeat,
    SeatStatus,
    SeatTransition,
    SlackChannel,
    SlackEvent,
    SlackMembership,
    SlackPause,
    SlackStatus,
    SlackTransition,
)
from community.translations import CourseTranslation, LessonTranslation, Translated

__all__ = [
    "ChannelSeat",
    "Course",
    "CourseTranslation",
    "Lesson",
    "LessonTranslation",
    "SeatStatus",
    "SeatTransition",
    "SlackChannel",
    "SlackEvent",
    "SlackMembership",
    "SlackPause",
    "SlackStatus",
    "SlackTransition",
]

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
