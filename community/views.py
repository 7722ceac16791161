"""The training library."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from community.conduct import current_version, text_in
from community.library import may_open, may_open_library, render_markdown
from community.models import Course, Lesson


class TrainingView(TemplateView):
    template_name = "community/training.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lessons = Prefetch("lessons", Lesson.objects.in_language_of_page())
        courses = Course.objects.in_language_of_page().prefetch_related(lessons)
        return super().get_context_data(
            courses=courses, is_open=may_open_library(self.request.user), **kwargs
        )


@method_decorator(login_not_required, name="dispatch")
class ConductView(TemplateView):
    """The code of conduct as everybody may read it, before they come and after."""

    template_name = "community/code_of_conduct.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body, language = text_in(get_language() or settings.LANGUAGE_CODE)
        shown = {"body": body, "language": language, "version": date.fromisoformat(current_version())}
        return super().get_context_data(**shown, **kwargs)


@method_decorator(login_not_required, name="dispatch")
class CourseView(View):
    """A course is shown to everybody as far as its lessons are public."""

    def get(self, request: HttpRequest, course: str) -> HttpResponse:
        found = get_object_or_404(Course.objects.in_language_of_page(), slug=course)
        lessons = list(found.lessons.in_language_of_page())
        is_open = may_open_library(request.user)
        if not is_open and not any(lesson.is_public for lesson in lessons):
            return _closed(request, found)
        context = {
            "course": found,
            "lessons": lessons,
            "is_open": is_open,
            "body": render_markdown(found.shown.body),
        }
        return render(request, "community/course.html", context)


@method_decorator(login_not_required, name="dispatch")
class LessonView(View):
    def get(self, request: HttpRequest, course: str, lesson: str) -> HttpResponse:
        lessons = Lesson.objects.in_language_of_page()
        courses = Prefetch("course", Course.objects.in_language_of_page())
        found = get_object_or_404(lessons.prefetch_related(courses), course__slug=course, slug=lesson)
        if not may_open(found, request.user):
            return _closed(request, found.course)
        following = lessons.filter(course=found.course, order__gt=found.order).first()
        context = {"lesson": found, "following": following, "body": render_markdown(found.shown.body)}
        return render(request, "community/lesson.html", context)


def _closed(request: HttpRequest, course: Course) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return render(request, "community/closed.html", {"course": course}, status=403)
