"""The page of questions says what holds for this installation."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_figures_of_the_answers_are_those_of_this_installation(settings: Any) -> None:
    settings.PROGRAM_AGE_LIMIT, settings.PROGRAM_MINIMUM_AGE = 41, 17
    page = Client().get("/questions/").content.decode()
    assert "under 41 on election day" in page
    assert "From 17 on" in page
    assert "up to 15% of what such a race costs" in page


def test_every_page_leads_to_the_questions() -> None:
    assert 'href="/questions/"' in Client().get("/privacy/").content.decode()
