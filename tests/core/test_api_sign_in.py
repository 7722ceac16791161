"""Whoever asks below `/api/` without having signed in is told so by a status, not by a page to sign in on."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from core.accounts.roles import Role
from tests.factories.people import make_user
from tests.ops.test_access import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def answers(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


@login_not_required
def answers_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


urlpatterns = [
    path("api/people/", answers),
    path("api/open/", answers_all),
    path("people/", answers),
    path("accounts/login/", answers_all, name="account_login"),
]


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_nobody_signed_in_is_told_401_in_json(method: str) -> None:
    answer = getattr(Client(), method)("/api/people/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/json")
    assert "Location" not in answer.headers


def test_a_role_without_its_second_step_is_told_401_too() -> None:
    client = Client()
    client.force_login(make_user(Role.PROGRAM_STAFF))
    assert client.get("/api/people/").status_code == 401


def test_whoever_has_signed_in_and_what_is_open_to_all_go_through() -> None:
    assert sign_in(make_user(Role.PROGRAM_STAFF)).get("/api/people/").content == b"here"
    assert Client().get("/api/open/").content == b"here"


def test_a_page_still_leads_to_the_sign_in() -> None:
    assert Client().get("/people/").headers["Location"] == "/accounts/login/?next=/people/"
