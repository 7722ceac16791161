"""The library in another language: a title and a text of its own for a course or lesson, else it stays English."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TranslatedQuerySet(models.QuerySet[Any]):
    def in_language_of_page(self) -> "TranslatedQuerySet":
        """Bring the translations into the page's language along: one query, however many rows."""
        wanted = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        translations = self.model._meta.get_field("translations").related_model.objects
        found = translations.filter(language=wanted)
        return self.prefetch_related(models.Prefetch("translations", found, to_attr="translated"))


class Translated(models.Model):
    """`shown` is the translation that `in_language_of_page` brought along, or the row itself."""

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def shown(self) -> Any:
        return next(iter(getattr(self, "translated", ())), self)


class Translation(models.Model):
    language = models.CharField(_("language"), max_length=8, choices=OTHER_LANGUAGES)
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        abstract = True
        ordering = ["language"]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_language_display()})"


class CourseTranslation(Translation):
    course = models.ForeignKey(
        "community.Course", verbose_name=_("course"), on_delete=models.CASCADE, related_name="translations"
    )
    summary = models.CharField(_("summary"), max_length=400)
    body = models.TextField(_("introduction, in Markdown"))

    class Meta(Translation.Meta):
        verbose_name = _("translation of a course")
        verbose_name_plural = _("translations of courses")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "language"], name="one_translation_per_course_and_language"
            )
        ]


class LessonTranslation(Translation):
    lesson = models.ForeignKey(
        "community.Lesson", verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="translations"
    )
    body = models.TextField(_("text, in Markdown"))

    class Meta(Translation.Meta):
        verbose_name = _("translation of a lesson")
        verbose_name_plural = _("translations of lessons")
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "language"], name="one_translation_per_lesson_and_language"
            )
        ]
