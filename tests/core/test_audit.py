"""Who changed what, when, from what to what, and why; of personal fields only that they changed."""

from datetime import datetime

import pytest
from django.db import InternalError, connection, transaction
from django.urls import reverse

from candidates.enums import Stage
from candidates.models import Candidate
from core.accounts.models import RoleGiven, User
from core.accounts.roles import Role
from core.audit.story import story_of
from tests.factories.people import bring_to, make_candidate, make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db


def told(candidate: Candidate) -> list[tuple[str, str]]:
    return [(event.what, event.change) for event in story_of(candidate)]


def test_a_change_is_kept_from_what_to_what_whoever_made_it_and_however(now: datetime) -> None:
    candidate = make_candidate(now=now)
    Candidate.objects.filter(pk=candidate.pk).update(running_when="later")
    assert ("candidate", "running_when: – → later") in told(candidate)


def test_of_a_personal_field_only_that_it_changed(now: datetime) -> None:
    candidate = make_candidate(now=now)
    Candidate.objects.filter(pk=candidate.pk).update(phone="+15125550199", postal_code="53703")
    User.objects.filter(pk=candidate.user_id).update(first_name="Uniquename")
    history = told(candidate)
    assert {
        ("candidate", "phone changed"),
        ("candidate", "postal code changed"),
        ("user", "first name changed"),
    } <= set(history)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(e::text, ''), '') FROM candidates_candidateevent e")
        events = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(e::text, ''), '') FROM accounts_userevent e")
        events += cursor.fetchone()[0]
    assert events
    for secret in ("5550199", "53703", "Uniquename", candidate.user.email):
        assert secret not in events


def test_who_gave_a_role_stays_known(now: datetime) -> None:
    staff, colleague = make_user(Role.PROGRAM_STAFF), make_user()
    page = reverse("admin:accounts_user_change", args=[colleague.pk])
    group = staff.groups.get()
    typed = {
        "email": colleague.email,
        "time_zone": "UTC",
        "language": "en",
        "is_active": "on",
        "groups": [group.pk],
    }
    assert sign_in(staff).post(page, typed).status_code == 302
    event = RoleGiven.objects.get(user=colleague).events.get()
    assert event.pgh_context.metadata["user"] == staff.pk


def test_the_whole_history_of_a_person_is_on_one_page(now: datetime) -> None:
    candidate = bring_to(Stage.COMMITTED, now=now)
    staff = make_user(Role.PROGRAM_STAFF, first_name="Olive", last_name="Overseer")
    candidate.stage_transitions.first()
    page = reverse("admin:candidates_candidate_history", args=[candidate.pk])
    shown = sign_in(staff).get(page).content.decode()
    for words in (
        "signed_up → introduced",
        "interviewed → committed",
        "decision",
        "scorecard",
        "Welcome on board",
    ):
        assert words in shown
    assert sign_in(make_user(Role.INTERVIEWER)).get(page).status_code == 302


@pytest.mark.parametrize("statement", ["UPDATE {} SET pgh_label = ''", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_history_itself_is_append_only(statement: str, now: datetime) -> None:
    make_candidate(now=now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(InternalError, match=r"(?i)cannot"), transaction.atomic():
            cursor.execute(statement.format("candidates_candidateevent"))
