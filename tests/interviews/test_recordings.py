"""R10: a recording and three questions instead of a call, read by staff and logged with its reason."""

from datetime import datetime
from uuid import uuid4

import pytest
from pytest_django import Settings

from core import clock
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from interviews.models import InterviewRequest, WatchedRecording
from interviews.recordings import QUESTIONS, accept, answer, give_back
from tests.factories.people import bring_to, make_candidate, make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
ANSWERS = dict.fromkeys(QUESTIONS, "A sentence.")


@pytest.fixture(autouse=True)
def a_recording(settings: Settings) -> None:
    settings.PROGRAM_RECORDING_URL = "https://video.example.org/intro"


def test_accepted_answers_open_the_talk_as_an_exception_with_its_reason(now: datetime) -> None:
    candidate, staff = make_candidate(now=now), make_user(Role.PROGRAM_STAFF)
    sent = answer(candidate, why_no_call="I work nights", at=now, **ANSWERS)
    assert not InterviewRequest.objects.exists()
    accept(sent, actor=staff, at=now)
    request = InterviewRequest.objects.get(candidate=candidate)
    assert request.override_by == staff
    assert request.override_reason.endswith("I work nights")
    candidate.refresh_from_db()
    assert candidate.stage == "signed_up"
    assert OutgoingMessage.objects.filter(kind="recording_accepted").count() == 1
    with pytest.raises(Refused, match="already read"):
        give_back(sent, reply="Again", actor=staff, at=now)


def test_what_is_given_back_says_what_is_missing_and_can_be_answered_again(now: datetime) -> None:
    candidate, staff = make_candidate(now=now), make_user(Role.PROGRAM_STAFF)
    sent = answer(candidate, why_no_call="I work nights", at=now, **ANSWERS)
    with pytest.raises(Refused, match="already"):
        answer(candidate, why_no_call="I work nights", at=now, **ANSWERS)
    with pytest.raises(Refused, match="missing"):
        give_back(sent, reply=" ", actor=staff, at=now)
    give_back(sent, reply="Which dates?", actor=staff, at=now)
    answer(candidate, why_no_call="I work nights", at=now, **ANSWERS)
    assert WatchedRecording.objects.unread().count() == 1


def test_nobody_but_program_staff_accepts_and_whoever_was_on_a_call_needs_none(now: datetime) -> None:
    candidate = make_candidate(now=now)
    sent = answer(candidate, why_no_call="I work nights", at=now, **ANSWERS)
    for actor in (candidate.user, make_user(Role.INTERVIEWER)):
        with pytest.raises(NotPermitted):
            accept(sent, actor=actor, at=now)
    with pytest.raises(Refused, match="have been on a call"):
        answer(bring_to("introduced", now=now), why_no_call="x", at=now, **ANSWERS)
    with pytest.raises(Refused, match="all questions"):
        answer(make_candidate(now=now), why_no_call="x", at=now, **{**ANSWERS, QUESTIONS[1]: " "})


def test_the_page_keeps_what_was_typed_and_is_not_there_without_a_recording(settings: Settings) -> None:
    client = sign_in(make_candidate(now=clock.now()).user)
    form = {"form_key": uuid4(), "why_no_call": "I work nights", **ANSWERS}
    answered = client.post("/intro-calls/recording/", {**form, QUESTIONS[0]: ""})
    assert answered.status_code == 422
    assert "I work nights" in answered.content.decode()
    assert client.post("/intro-calls/recording/", form).status_code == 302
    assert "We have your answers" in client.get("/intro-calls/recording/").content.decode()
    settings.PROGRAM_RECORDING_URL = ""
    other = sign_in(make_candidate(now=clock.now()).user)
    assert "no recording" in other.get("/intro-calls/recording/").content.decode()
    assert "watch a recording" not in other.get("/intro-calls/").content.decode()
