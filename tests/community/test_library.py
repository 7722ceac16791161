"""The training library."""

from datetime import datetime

import pytest
from django.db.models import F, Prefetch
from django.test import Client
from django.utils import translation
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from candidates.enums import Stage
from community.conduct import current_version
from community.library import CONTENT, read_front_matter, render_markdown, ship_library
from community.models import Course, CourseTranslation, Lesson, LessonTranslation
from core.accounts.roles import Role
from tests.factories.people import bring_to, make_user

pytestmark = pytest.mark.django_db


def test_r13_an_installation_comes_with_its_three_courses() -> None:
    titles = set(Course.objects.values_list("title", flat=True))
    assert {"Launching a website", "Live video"} < titles
    assert len(titles) == 3
    assert Lesson.objects.filter(course__slug="getting-on-your-local-ballot", is_public=True).count() >= 10


def test_what_staff_have_edited_stays_when_the_library_is_shipped_again() -> None:
    lesson = Lesson.objects.first()
    assert lesson is not None
    Lesson.objects.filter(pk=lesson.pk).update(body="Our own words.")
    ship_library()
    lesson.refresh_from_db()
    assert lesson.body == "Our own words."
    assert Course.objects.count() == 3


def in_spanish() -> Client:
    return Client(headers={"accept-language": "es"})


def test_every_course_and_every_lesson_comes_in_spanish_too() -> None:
    assert not Course.objects.exclude(translations__language="es").exists()
    assert not Lesson.objects.exclude(translations__language="es").exists()
    same = LessonTranslation.objects.filter(body=F("lesson__body")) | LessonTranslation.objects.filter(
        body=""
    )
    assert not same.exists()


def test_a_course_and_a_lesson_are_shown_in_the_language_of_the_page() -> None:
    page = in_spanish().get("/training/getting-on-your-local-ballot/").content.decode()
    titles = LessonTranslation.objects.filter(lesson__course__slug="getting-on-your-local-ballot")
    assert all(escape(title) in page for title in titles.values_list("title", flat=True))
    assert '<div class="prose" lang="es">' in page
    lesson = "/training/getting-on-your-local-ballot/am-i-eligible/"
    assert '<article class="prose" lang="es">' in in_spanish().get(lesson).content.decode()
    assert '<article class="prose" lang="en">' in Client().get(lesson).content.decode()


def test_the_code_of_conduct_is_open_to_everybody_in_the_language_of_the_page() -> None:
    page = in_spanish().get("/training/code-of-conduct/").content.decode()
    assert '<article class="prose" lang="es">' in page
    assert "Denuncias de seguridad" in page
    assert "Safety reports" in Client().get("/training/code-of-conduct/").content.decode()


def test_the_code_of_conduct_is_of_one_version_in_every_language() -> None:
    texts = [CONTENT / "code-of-conduct.md", *CONTENT.glob("*/code-of-conduct.md")]
    heads = [read_front_matter(file.read_text(encoding="utf-8"))[0] for file in texts]
    assert {head["version"] for head in heads} == {current_version()}
    assert len(heads) == 2


def test_a_lesson_without_a_translation_is_shown_in_english_and_says_so() -> None:
    LessonTranslation.objects.filter(lesson__slug="am-i-eligible").delete()
    page = in_spanish().get("/training/getting-on-your-local-ballot/am-i-eligible/").content.decode()
    assert '<article class="prose" lang="en">' in page
    assert "Todavía no hay traducción de este texto: está en inglés." in page
    assert (
        "Todavía no hay traducción"
        not in in_spanish().get("/training/getting-on-your-local-ballot/").content.decode()
    )


def test_a_translation_that_staff_have_edited_stays(now: datetime) -> None:
    LessonTranslation.objects.update(body="Con nuestras palabras.")
    CourseTranslation.objects.filter(course__slug="live-video").delete()
    ship_library()
    assert set(LessonTranslation.objects.values_list("body", flat=True)) == {"Con nuestras palabras."}
    assert CourseTranslation.objects.count() == Course.objects.count()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_list_of_courses_takes_four_queries_in_either_language(
    language: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with translation.override(language), django_assert_num_queries(4):
        courses = Course.objects.in_language_of_page().prefetch_related(
            Prefetch("lessons", Lesson.objects.in_language_of_page())
        )
        assert [len(course.lessons.all()) for course in courses] == [10, 9, 9]


def test_r12_a_lesson_that_is_not_public_opens_for_those_who_are_on_board(now: datetime) -> None:
    lesson = "/training/live-video/why-and-when/"
    assert Client().get(lesson).status_code == 302
    opened = {}
    for stage in (Stage.SIGNED_UP, Stage.INTERVIEWED, Stage.COMMITTED):
        client = Client()
        client.force_login(bring_to(stage, now=now).user)
        opened[stage] = client.get(lesson).status_code
    assert opened == {Stage.SIGNED_UP: 403, Stage.INTERVIEWED: 403, Stage.COMMITTED: 200}


def test_a_donor_does_not_open_the_library() -> None:
    client = Client()
    client.force_login(make_user(Role.DONOR))
    assert client.get("/training/live-video/").status_code == 403


def test_public_lessons_are_open_to_everybody() -> None:
    assert (
        Client().get("/training/getting-on-your-local-ballot/which-office-which-district/").status_code == 200
    )


def test_a_lesson_cannot_carry_a_script() -> None:
    assert "<script" not in render_markdown("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<a" not in render_markdown("[x](javascript:alert(1))")


def test_a_lesson_without_front_matter_is_refused() -> None:
    with pytest.raises(ValueError, match=r"unpack|front matter"):
        read_front_matter("Just text")
