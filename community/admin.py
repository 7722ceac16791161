from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.whose import whose
from community.models import Course, CourseTranslation, Lesson, LessonTranslation, SlackMembership
from community.slack import note_invited
from core import clock
from core.backoffice import LeanAdmin, ReadOnlyAdmin


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


@admin.register(SlackMembership)
class SlackMembershipAdmin(ReadOnlyAdmin):
    list_display = ["candidate", "status", "queued_at", "invited_at"]
    list_filter = [whose("candidate__state"), "status"]
    list_select_related = ["candidate__user"]
    actions = ["invited_by_hand"]

    @admin.action(description=_("I have invited them by hand"))
    def invited_by_hand(self, request: HttpRequest, queryset: Any) -> None:
        count = note_invited(queryset, at=clock.now())
        text = ngettext("Noted for %(n)d person.", "Noted for %(n)d people.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS)
