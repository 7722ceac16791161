from django.contrib import admin

from community import slack_admin
from community.models import Course, CourseTranslation, Lesson, LessonTranslation
from core.backoffice import LeanAdmin

__all__ = ["slack_admin"]


class CourseTranslationInline(admin.StackedInline):
    model = CourseTranslation
    extra = 0


class LessonTranslationInline(admin.StackedInline):
    model = LessonTranslation
    extra = 0


@admin.register(Course)
class CourseAdmin(LeanAdmin):
    list_display = ["title", "order"]
    inlines = [CourseTranslationInline]


@admin.register(Lesson)
class LessonAdmin(LeanAdmin):
    list_display = ["title", "course", "order", "minutes", "is_public"]
    list_filter = ["course", "is_public"]
    list_select_related = ["course"]
    inlines = [LessonTranslationInline]
