"""Every address × every kind of person × own, given and somebody else's, reading and writing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from candidates.enums import IntakeStatus, Stage
from candidates.models import Candidate, Intake, Partner
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.privacy import exporting
from core.privacy.models import ExportRequest
from core.scheduling.models import DayOff, WeeklyHours
from core.uploads.contents import Checked, check
from core.uploads.services import keep
from donors.releases import publish
from funding.applications import open_application
from funding.gifts import add_gift
from funding.models import FundingApplication, PlanReview
from interviews.intro_calls import register
from interviews.models import Interview, Interviewer, Scorecard, SecondReading
from mentorship.models import Mentor, MentorSession, Mentorship
from mentorship.services import propose, say_yes
from mentorship.sessions import arrange
from runforsomething import urls
from runforsomething.ops import access
from runforsomething.ops.access import ANONYMOUS, AUDIENCES, CANDIDATE, RECORDS, Address, Records
from tests.core.made_files import png
from tests.factories.offices import FactFactory
from tests.factories.people import (
    bring_to,
    introduce,
    make_call,
    make_candidate,
    make_user,
    put_on_ballot,
    talk_with,
)
from tests.ops.test_access import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ID = "<uuid(str)?:public_id>"
PUBLIC_LESSON = {"<slug:course>": "getting-on-your-local-ballot", "<slug:lesson>": "who-runs-the-election"}


@dataclass
class Person:
    """One kind of person, with the objects that are theirs or were given to them."""

    user: User | None
    client: Client
    objects: dict[str, Any] = field(default_factory=dict)


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def test_every_address_is_in_the_table() -> None:
    found = set(routes(get_resolver().url_patterns))
    ours = {route for route in found if not route.startswith(("accounts/", "admin/"))}
    assert ours == {page.route for page in access.PAGES}
    accounts = {route.removeprefix("accounts/") for route in found if route.startswith("accounts/")}
    assert accounts == access.ENTRANCES | access.UNDER_WAY | access.OWN_ACCOUNT


def test_every_model_of_the_back_office_is_in_the_table() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == {row.model for row in RECORDS}
    of_models = tuple(f"admin/{row.model.replace('.', '/')}/" for row in RECORDS)
    found = {route for route in routes(get_resolver().url_patterns) if route.startswith("admin/")}
    others = {route.removeprefix("admin/") for route in found if not route.startswith(of_models)}
    apps = {route for route in others if "app_label" in route}
    assert others - apps == access.BACK_OFFICE_PAGES | {"login/"}


def test_the_documented_table_is_the_one_that_is_walked() -> None:
    written = Path(settings.BASE_DIR, "docs", "access.md").read_text(encoding="utf-8")
    assert written == access.as_markdown()


def answer_of(response: Any) -> str:
    """`open`, `closed` or `sign in`."""
    place = response.headers.get("Location", "")
    if response.status_code == 401 or place.startswith(("/accounts/login/", "/admin/login/")):
        return "sign in"
    if response.status_code in (403, 404, 405) or place in ("/admin/", "/accounts/signup/"):
        return "closed"
    return "open"


def closed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """In place of the page that explains a refusal, which would be written a thousand times."""
    return HttpResponse(status=403)


def ask(person: Person, method: str, url: str) -> str:
    """Ask without leaving a trace behind."""
    with transaction.atomic():
        send = getattr(person.client, method)
        response = send(url, {"form_key": str(uuid4())} if method == "post" else {})
        answer = answer_of(response)
        if response.streaming:
            b"".join(response.streaming_content)  # a file is closed once it is read
        transaction.set_rollback(True)
    return answer


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Person]:
    """One person of each kind, and `somebody else`, whose objects belong to none of them."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    monkeypatch.setattr(urls, "handler403", closed, raising=False)
    monkeypatch.setattr(urls, "handler404", closed, raising=False)
    now = clock.now()
    people = {ANONYMOUS: Person(None, Client())}
    for role in Role.values:
        user = make_user(role)
        people[role] = Person(user, sign_in(user))
    for name in (CANDIDATE, "somebody else"):
        candidate = bring_to(Stage.COMMITTED, now=now)
        people[name] = Person(candidate.user, sign_in(candidate.user), objects_of(candidate, now))
    pair = people[CANDIDATE].objects["mentorship"]
    people[Role.MENTOR].objects["candidate"] = pair.candidate
    people[Role.MENTOR].objects["mentorship"] = Mentorship.objects.get(pk=pair.pk)
    held = Interview.objects.get(pk=people["somebody else"].objects["talk"].pk)
    mine = Interview.objects.get(pk=people[CANDIDATE].objects["talk"].pk)
    people["somebody else"].objects["held talk"] = held
    people[Role.INTERVIEWER].objects["held talk"] = mine
    profile = Interviewer.objects.create(user=people[Role.INTERVIEWER].user, vetted_on=now.date())
    Interview.objects.filter(pk=mine.pk).update(interviewer=profile)
    people[Role.MENTOR].objects["session"] = people[CANDIDATE].objects["session"]
    Mentor.objects.filter(pk=pair.mentor_id).update(user=people[Role.MENTOR].user)
    publish(as_of=now, now=now)
    given = people[Role.INTERVIEWER].objects
    given["talk"], given["reading"] = (people[CANDIDATE].objects[name] for name in ("talk", "reading"))
    SecondReading.objects.filter(pk=given["reading"].pk).update(reader=profile)
    return people


def objects_of(candidate: Candidate, now: datetime) -> dict[str, Any]:
    """What a candidate can have, one of each."""
    call = make_call(starts_at=now + timedelta(days=3, minutes=candidate.pk * 60))
    candidacy = put_on_ballot(candidate, ballot_date=(now - timedelta(days=5)).date(), now=now)
    shown = keep(check(png()), by=candidate.user, at=now)
    type(candidacy).objects.filter(pk=candidacy.pk).update(evidence_file=shown)
    application = open_application(candidacy, at=now)
    application.revisions.create(number=1, content={}, handed_in_at=now)
    application.treasurers.create(user=candidate.user, invited_at=now)
    upload = keep(Checked("png", b"picture", "receipt.png"), by=candidate.user, at=now)
    application.documents.create(upload=upload, kind="receipt")
    mentor = Mentor.objects.create(user=make_user(Role.MENTOR))
    again = make_candidate(now=now)
    introduce(again, now=now)
    talk = talk_with(again, now=now)
    Interview.objects.filter(pk=talk.pk).update(candidate=candidate)
    candidate.user.messages.update(status="sent", sent_at=now, claimed_by=None)
    pair = propose(mentor, candidate, actor=make_user(Role.PROGRAM_STAFF), at=now)
    for person in (mentor.user, candidate.user):
        say_yes(pair, actor=person, at=now)
    return {
        "message": candidate.user.messages.filter(kind="ballot_verified").get(),
        "intake": Intake.objects.create(
            form_key=uuid4(), source="form", payload={}, status=IntakeStatus.AWAITING, user=candidate.user
        ),
        "candidate": candidate,
        "candidacy": candidacy,
        "application": application,
        "document": upload,
        "export": a_made_export(candidate.user, now),
        "office": candidacy.race.office,
        "partner": Partner.objects.get_or_create(name="Run Later", about="They help.", takes="over_age")[0],
        "fact": FactFactory(office=candidacy.race.office, status="told", told_by=candidate.user),
        "call": call,
        "seat": register(candidate, call, now=now),
        "talk": talk,
        "reading": SecondReading.objects.create(
            scorecard=Scorecard.objects.get(interview__candidate=candidate),
            reader=Interviewer.objects.create(user=make_user(Role.INTERVIEWER), vetted_on=now.date()),
        ),
        "mentorship": pair,
        "session": arrange(
            pair, now + timedelta(days=9 + MentorSession.objects.count()), actor=mentor.user, at=now
        ),
    }


def a_made_export(user: User, now: datetime) -> ExportRequest:
    exporting.ask(user, at=now)
    exporting.make_waiting(now=now)
    return ExportRequest.objects.get(user=user)


OBJECTS = {
    "me/data/export/": "export",
    "signup/accept/": "intake",
    "me/races/": "candidacy",
    "staff/races/": "candidacy",
    "me/open/": "partner",
    "me/messages/": "message",
    "staff/messages/": "message",
    "intro-calls/seats/": "seat",
    "intro-calls/": "call",
    "interviews/interviewer/": "held talk",
    "interviews/readings/": "reading",
    "interviews/": "talk",
    "mentorship/sessions/": "session",
    "mentorship/": "mentorship",
    "funding/treasurer/": "application",
    "funding/documents/": "document",
    "funding/": "candidacy",
    "api/v1/candidates/": "candidate",
    "offices/research/": "fact",
    "offices/": "office",
}


def url_of(route: str, objects: dict[str, Any]) -> str:
    for gap, value in {
        **PUBLIC_LESSON,
        "<str:token>": "x",
        "<slug:topic>": "news",
        "<slug:field>": "email",
        "<slug:kind>": "ballot_verified",
        "<str:state>": "tx",
        "<slug:form>": "csv",
    }.items():
        route = route.replace(gap, value)
    kind = kind_of_object(route)
    return "/" + (re.sub(ID, str(objects[kind].public_id), route) if kind else route)


def kind_of_object(route: str) -> str:
    """What the address is about; empty for a page that is about no object."""
    if not re.search(ID, route):
        return ""
    return next(kind for start, kind in OBJECTS.items() if route.startswith(start))


def expected(page: Address, audience: str, allowed: frozenset[str], *, is_own: bool) -> str:
    if page.token:
        return "sign in"
    if audience in allowed and (is_own or not page.own or audience in page.every):
        return "open"
    is_public = ANONYMOUS in page.read | page.write and not allowed >= access.SIGNED_IN
    return "sign in" if audience == ANONYMOUS and not is_public else "closed"


def test_the_pages(world: dict[str, Person]) -> None:
    faults = []
    for page in access.PAGES:
        for audience in AUDIENCES:
            for method, allowed in (("get", page.read), ("post", page.write)):
                for whose in (audience, "somebody else") if kind_of_object(page.route) else (audience,):
                    objects = {**world["somebody else"].objects, **world[whose].objects}
                    is_own = whose == audience and kind_of_object(page.route) in world[whose].objects
                    wanted = expected(page, audience, allowed, is_own=is_own)
                    found = ask(world[audience], method, url_of(page.route, objects))
                    if found != wanted:
                        faults.append(
                            f"{method} /{page.route} by {audience} ({whose}'s): {found}, not {wanted}"
                        )
    assert not faults, "\n".join(faults)


def test_the_account_pages(world: dict[str, Person]) -> None:
    faults = []
    for route in access.OWN_ACCOUNT | access.UNDER_WAY:
        url = "/accounts/" + route.replace("<int:pk>", "1")
        for method in ("get", "post"):
            if ask(world[ANONYMOUS], method, url) not in ("sign in", "closed"):
                faults.append(f"{method} {url} is open to anybody")
    assert not faults, "\n".join(faults)


def given_rows(world: dict[str, Person], now: datetime) -> dict[str, dict[str, int]]:
    """For each model a row that was given to its `given` role, and one that was not."""
    interviewer = world[Role.INTERVIEWER].user
    assert interviewer is not None
    rows: dict[str, dict[str, int]] = {}
    mine, others = world[CANDIDATE].objects, world["somebody else"].objects
    profile = Interviewer.objects.get(user=interviewer)
    Interview.objects.filter(pk=mine["talk"].pk).update(interviewer=profile)
    type(mine["call"]).objects.filter(pk=mine["call"].pk).update(host=interviewer)
    pairs: dict[str, Any] = {
        "interviews.interview": (mine["talk"], others["talk"]),
        "interviews.introcall": (mine["call"], others["call"]),
        "interviews.registration": (mine["seat"], others["seat"]),
        "candidates.candidate": (mine["candidacy"].candidate, others["candidacy"].candidate),
    }
    held = [objects["candidacy"].candidate.interviews.get(status="held") for objects in (mine, others)]
    Interview.objects.filter(pk=held[0].pk).update(interviewer=profile)
    pairs["interviews.scorecard"] = tuple(interview.scorecard for interview in held)
    people = (interviewer, make_user(Role.INTERVIEWER))
    pairs["scheduling.weeklyhours"] = tuple(
        WeeklyHours.objects.create(person=person, weekday=1, starts=time(9), ends=time(10))
        for person in people
    )
    pairs["scheduling.dayoff"] = tuple(
        DayOff.objects.create(person=person, day=now.date()) for person in people
    )
    pairs["funding.planreview"] = tuple(
        PlanReview.objects.create(
            application=FundingApplication.objects.all()[number],
            reviewer=reviewer,
            score=0,
            **dict.fromkeys(
                ("win_number", "voters", "message", "field", "budget", "calendar", "team", "fundraising"), 0
            ),
        )
        for number, reviewer in enumerate((world[Role.PLAN_REVIEWER].user, make_user(Role.PLAN_REVIEWER)))
    )
    for model, (given, other) in pairs.items():
        rows[model] = {"given": given.pk, "other": other.pk}
    return rows


def test_the_back_office(world: dict[str, Person]) -> None:
    now = clock.now()
    add_gift(
        world[CANDIDATE].objects["candidacy"], now=now, donor="A", amount=1, kind="gift", given_on=now.date()
    )
    rows = given_rows(world, now)
    faults = [fault for row in RECORDS for fault in faults_of(row, world, rows.get(row.model))]
    assert not faults, "\n".join(faults)


def faults_of(row: Records, world: dict[str, Person], pks: dict[str, int] | None) -> Iterator[str]:
    name = row.model.replace(".", "_")
    for audience in AUDIENCES:
        person = world[audience]
        outside = "open" if audience in access.BACK_OFFICE else "sign in"
        checks = [
            ("get", reverse(f"admin:{name}_changelist"), row.view),
            ("get", reverse(f"admin:{name}_add"), row.add),
            ("post", reverse(f"admin:{name}_add"), row.add),
        ]
        for whose, pk in (pks or {}).items():
            sees = row.view if whose == "given" else row.view - row.given
            for page, allowed in (("change", row.view), ("delete", row.delete), ("history", row.view)):
                checks.append(("get", reverse(f"admin:{name}_{page}", args=[pk]), allowed & sees))
            checks.append(("post", reverse(f"admin:{name}_change", args=[pk]), row.change & sees))
        for method, url, allowed in checks:
            wanted = "open" if audience in allowed else "closed" if outside == "open" else "sign in"
            found = ask(person, method, url)
            if found != wanted:
                yield f"{method} {url} by {audience}: {found}, not {wanted}"
