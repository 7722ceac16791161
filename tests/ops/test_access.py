"""Which addresses are open to all, and what each role may open."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from candidates.enums import Stage
from core.accounts.models import User
from core.accounts.roles import OPENS_BACK_OFFICE, Role
from funding.applications import hand_in, open_application, save_draft
from funding.models import FundingApplication
from tests.factories.money import written
from tests.factories.people import bring_to, make_user, put_on_ballot, talk_with

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {
    "", "privacy/", "questions/", "theme.css", "healthz", "readyz", "mail/", "mail/html/", "styleguide/",
    "offices/", "api/v1/openapi.json",
    "offices/states/", "offices/address/", "offices/something-else/", "signup/", "signup/sent/", "language/",
    "signup/check/<slug:field>/", "signup/sent/again/", "signup/sent/seat/", "signup/sent/correct/",
    "preferences/<str:token>/", "unsubscribe/<str:token>/<slug:topic>/",
    "signup/link/<str:token>/", "training/code-of-conduct/", "join/<str:token>/",
    "calendar/<str:token>.ics",
    "training/<slug:course>/", "training/<slug:course>/<slug:lesson>/",
}  # fmt: skip
# Open to all, and there to be sent to.
ONLY_SENT = {
    "signup/check/<slug:field>/": 405, "signup/sent/again/": 405, "signup/sent/seat/": 405, "signup/sent/correct/": 302,
}  # fmt: skip
# Open to all, where there is such an office or state.
OPEN_IF_THERE = {"offices/<uuid:public_id>/", "offices/states/<str:state>/"}
ASKS_FOR_A_TOKEN = {
    "metrics",
    "slack/events/",
    "webhooks/mail/",
    "webhooks/texts/",
    "webhooks/texts/status/",
}
FILLERS = {
    "<uuidstr:public_id>": "00000000-0000-4000-8000-000000000000",
    "<uuid:public_id>": "00000000-0000-4000-8000-000000000000",
    "<slug:field>": "email",
    "<slug:kind>": "ballot_verified",
    "<slug:course>": "live-video",
    "<slug:lesson>": "why-and-when",
    "<str:token>": "x",
    "<slug:topic>": "news",
    "<slug:form>": "csv",
    "<str:state>": "zz",
}


def sign_in(user: User) -> Client:
    """A browser in which `user` has signed in with a second step."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 1.0}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def our_addresses() -> Iterator[str]:
    """Every address of the site but those of allauth and the admin."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    for route in walk(get_resolver().url_patterns, ""):
        if not route.startswith(("accounts/", "admin/")):
            yield route


def filled(route: str) -> str:
    for gap, value in FILLERS.items():
        route = route.replace(gap, value)
    return "/" + route


@pytest.mark.parametrize(
    "route", sorted(set(our_addresses()) - OPEN_TO_ALL - OPEN_IF_THERE - ASKS_FOR_A_TOKEN)
)
def test_whoever_has_not_signed_in_is_asked_to(route: str) -> None:
    for answer in (Client().get(filled(route)), Client().post(filled(route))):
        if route.startswith("api/"):
            assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")
            continue
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("route", sorted(OPEN_IF_THERE))
def test_what_is_not_there_is_not_there_for_anybody(route: str) -> None:
    assert Client().get(filled(route)).status_code == 404


@pytest.mark.parametrize("route", sorted(OPEN_TO_ALL))
def test_what_is_open_to_all_does_not_ask_to_sign_in(route: str) -> None:
    answer = Client().get(filled(route))
    closed_lesson = "live-video" in filled(route)
    expected = 302 if closed_lesson else 410 if "token" in route else ONLY_SENT.get(route, 200)
    assert answer.status_code == expected


@pytest.mark.parametrize("role", Role.values)
def test_the_back_office_opens_to_those_who_work_in_it(role: str) -> None:
    client = sign_in(make_user(role))
    opens = role in OPENS_BACK_OFFICE
    assert client.get("/staff/").status_code == (200 if opens else 403)
    assert client.get("/admin/").status_code == (200 if opens else 302)


def test_an_interviewer_sees_the_own_talks_and_candidates_only(now: datetime) -> None:
    mine, others = bring_to(Stage.INTRODUCED, now=now), bring_to(Stage.INTRODUCED, now=now)
    talk = talk_with(mine, now=now)
    client = sign_in(talk.interviewer.user)
    lists = {name: client.get(reverse(f"admin:{name}_changelist")).content.decode() for name in (
        "interviews_interview", "candidates_candidate",
    )}  # fmt: skip
    assert f"/interview/{talk.pk}/change/" in lists["interviews_interview"]
    assert f"/candidate/{mine.pk}/change/" in lists["candidates_candidate"]
    assert f"/candidate/{others.pk}/change/" not in lists["candidates_candidate"]
    assert client.get(reverse("admin:candidates_candidate_change", args=[mine.pk])).status_code == 200
    assert client.get(reverse("admin:candidates_candidate_change", args=[others.pk])).status_code == 302


def test_a_candidate_opens_nobody_elses_rows(now: datetime) -> None:
    candidate, other = bring_to(Stage.INTRODUCED, now=now), bring_to(Stage.INTRODUCED, now=now)
    seat = other.registrations.get()
    client = sign_in(candidate.user)
    key = {"form_key": "00000000-0000-4000-8000-000000000001"}
    assert client.post(reverse("interviews:cancel_seat", args=[seat.public_id]), key).status_code == 404
    talk = talk_with(other, now=now)
    assert client.post(reverse("interviews:cancel_talk", args=[talk.public_id]), key).status_code == 404
    talk.refresh_from_db()
    assert talk.status == "booked"


def test_a_plan_reviewer_reads_no_name(now: datetime) -> None:
    user = make_user(first_name="Uniquefirst", last_name="Uniquelast", email="unique@example.org")
    candidate = bring_to(Stage.COMMITTED, now=now, user=user)
    candidacy = put_on_ballot(candidate, ballot_date=(now - timedelta(days=70)).date(), now=now)
    application = open_application(candidacy, at=now)
    save_draft(application, **written(1, committee_name="Friends of Uniquelast"))
    hand_in(application, actor=user, at=now)
    application = FundingApplication.objects.get()
    client = sign_in(make_user(Role.PLAN_REVIEWER))
    pages = [
        "/staff/",
        reverse("admin:funding_fundingapplication_changelist"),
        reverse("admin:funding_fundingapplication_change", args=[application.pk]),
        reverse("admin:funding_planreview_add") + f"?application={application.pk}",
        reverse("admin:funding_planreview_changelist"),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "unique" not in answer.content.decode().lower()
    for closed in (
        "candidates_candidate",
        "candidates_candidacy",
        "funding_gift",
        "funding_award",
        "accounts_user",
    ):
        assert client.get(reverse(f"admin:{closed}_changelist")).status_code == 403
