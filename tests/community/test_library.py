"""The training library."""

from datetime import datetime

import pytest
from django.test import Client

from candidates.enums import Stage
from community.library import read_front_matter, render_markdown, ship_library
from community.models import Course, Lesson
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
