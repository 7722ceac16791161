"""One door per status."""

from datetime import datetime

import pytest
from django.db import InternalError, connection, transaction

from candidates.enums import Stage, Standing
from candidates.models import Candidate, StageTransition
from candidates.pipeline import CANDIDACY, STAGE, STANDING
from core.accounts.roles import Role
from core.lifecycle import NoSuchEdge, NotPermitted, Refused, Stale
from tests.factories.people import bring_to, make_candidate, make_user

pytestmark = pytest.mark.django_db


def test_a_move_writes_who_when_from_what_to_what_and_why(now: datetime) -> None:
    candidate = make_candidate(now=now)
    staff = make_user(Role.PROGRAM_STAFF)
    STANDING.move(candidate, Standing.DECLINED, actor=staff, at=now, reason="running_later")
    row = candidate.standing_transitions.get()
    assert (row.from_state, row.to_state, row.actor, row.reason, row.recorded_at, row.effective_on) == (
        "active",
        "declined",
        staff,
        "running_later",
        now,
        now.date(),
    )


def test_an_edge_that_is_not_in_the_table_is_refused_and_changes_nothing(now: datetime) -> None:
    candidate = make_candidate(now=now)
    with pytest.raises(NoSuchEdge):
        STAGE.move(candidate, Stage.COMMITTED, actor=candidate.user, at=now)
    assert Candidate.objects.get(pk=candidate.pk).stage == Stage.SIGNED_UP
    assert not StageTransition.objects.exists()


def test_an_actor_without_the_edges_permission_is_refused(now: datetime) -> None:
    candidate = make_candidate(now=now)
    with pytest.raises(NotPermitted):
        STANDING.move(candidate, Standing.DECLINED, actor=make_user(Role.MENTOR), at=now)
    assert not candidate.standing_transitions.exists()


def test_nobody_declines_in_the_name_of_the_system(now: datetime) -> None:
    with pytest.raises(NotPermitted):
        STANDING.move(make_candidate(now=now), Standing.DECLINED, actor=None, at=now)


def test_a_stale_tab_is_told_that_somebody_was_quicker(now: datetime) -> None:
    candidate = make_candidate(now=now)
    staff = make_user(Role.PROGRAM_STAFF)
    STANDING.move(candidate, Standing.DECLINED, actor=staff, at=now, seen=Standing.ACTIVE)
    with pytest.raises(Stale):
        STANDING.move(candidate, Standing.WITHDRAWN, actor=staff, at=now, seen=Standing.ACTIVE)


def test_a_guard_of_a_higher_app_has_its_say(now: datetime) -> None:
    candidate = make_candidate(now=now)
    with pytest.raises(Refused, match="No attended intro call"):
        STAGE.move(candidate, Stage.INTRODUCED, actor=make_user(Role.PROGRAM_STAFF), at=now)


def test_coming_back_keeps_the_stage(now: datetime) -> None:
    candidate = bring_to(Stage.INTRODUCED, now=now)
    STANDING.move(candidate, Standing.WITHDRAWN, actor=candidate.user, at=now)
    STANDING.move(candidate, Standing.ACTIVE, actor=candidate.user, at=now)
    candidate.refresh_from_db()
    assert candidate.stage == Stage.INTRODUCED


def test_the_stage_never_goes_back() -> None:
    order = list(Stage)
    assert all(order.index(Stage(source)) < order.index(Stage(target)) for source, target in STAGE.edges)


def test_a_candidacy_that_is_over_goes_nowhere() -> None:
    ends = {target for _source, target in CANDIDACY.edges} - {source for source, _target in CANDIDACY.edges}
    assert ends == {"elected", "not_elected", "ended"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE candidates_stagetransition SET reason = 'other'",
        "DELETE FROM candidates_stagetransition",
        "TRUNCATE candidates_stagetransition",
    ],
)
def test_the_database_refuses_to_change_or_forget_history(statement: str, now: datetime) -> None:
    bring_to(Stage.INTRODUCED, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(InternalError, match=r"(?i)cannot"), transaction.atomic():
            cursor.execute(statement)
    assert StageTransition.objects.count() == 1
