"""Every edge that a table does not list is refused, twenty who take one edge take it once, and history stays."""

import sys
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pghistory.models
import pytest
from django.apps import apps
from django.db import InternalError, connection, models, transaction
from django.db.models.options import Options

from candidates.enums import CorrectionReason
from candidates.merging import merge
from candidates.models import (
    BallotCorrection,
    Candidacy,
    Candidate,
    ConsentWording,
    HandOver,
    Leave,
    Ownership,
    Partner,
    Region,
    RegionState,
)
from candidates.promised_calls import promise_call
from core.accounts.models import SecondFactorReset
from core.accounts.roles import Role
from core.audit.append_only import append_only
from core.lifecycle import Lifecycle, NoSuchEdge, Transition
from core.outbox.models import Hold, Intervention
from core.privacy import hiding
from core.privacy.models import ErasureLog
from donors.releases import publish
from funding.checking import check_one
from funding.enums import Account, LedgerEvent
from funding.ledger import post
from funding.models import FundingPolicy, SpendingReport
from interviews.enums import Outcome
from interviews.models import Interview, Scorecard, SecondReading, UndoneDecision
from mentorship.models import MentorSession, Mentorship
from mentorship.sessions import LENGTH
from offices.models import Office, WantedOffice
from tests.factories.offices import CostObservationFactory
from tests.factories.people import make_candidate, make_interviewer, make_user
from tests.faults.at_once import accepted, at_once, refusals
from tests.faults.subjects import LIFECYCLES, Kept, somebody_for

pytestmark = pytest.mark.faults
THREADS = 20


def unlisted() -> list[Any]:
    """Every pair of states, a state with itself included, that its table does not list."""
    return [
        pytest.param(kept, source, target, id=f"{name} from {source} to {target}")
        for name, kept in LIFECYCLES.items()
        for source in kept.states.values
        for target in (*kept.states.values, "somewhere_else")
        if (source, target) not in kept.lifecycle.edges
    ]


def as_stored(row: models.Model) -> dict[str, Any]:
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def test_every_lifecycle_of_the_product_is_tried_here() -> None:
    found = {
        id(value): value
        for name, module in list(sys.modules.items())
        if name.partition(".")[0]
        in {"core", "offices", "candidates", "community", "interviews", "mentorship", "funding", "donors"}
        for value in vars(module).values()
        if isinstance(value, Lifecycle)
    }
    assert set(found) == {id(kept.lifecycle) for kept in LIFECYCLES.values()}


@pytest.mark.django_db
@pytest.mark.parametrize(("kept", "source", "target"), unlisted())
def test_an_edge_that_the_table_does_not_list_is_refused_and_writes_nothing(
    kept: Kept, source: str, target: str, now: datetime
) -> None:
    row = kept.make(source, now)
    before = as_stored(row)
    for actor in (None, make_user(*Role.values)):
        with pytest.raises(NoSuchEdge):
            kept.lifecycle.move(row, target, actor=actor, at=now)
    assert as_stored(row) == before
    assert not getattr(row, kept.lifecycle.history).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", LIFECYCLES)
def test_of_twenty_who_take_an_edge_at_once_one_takes_it(name: str, now: datetime) -> None:
    kept = LIFECYCLES[name]
    for (source, target), edge in kept.lifecycle.edges.items():
        row = kept.make(source, now)
        actor = somebody_for(edge.permission, row)
        changes = kept.changes[target](actor, now) if target in kept.changes else None
        copies = [type(row)._base_manager.get(pk=row.pk) for _ in range(THREADS)]
        answers = at_once(
            *(
                partial(kept.lifecycle.move, copy, target, actor=actor, at=now, changes=changes)
                for copy in copies
            )
        )
        assert len(accepted(answers)) == 1
        assert refusals(answers) == ["no_such_edge"] * (THREADS - 1)
        history = getattr(row, kept.lifecycle.history)
        assert list(history.values_list("from_state", "to_state")) == [(source, target)]
        assert as_stored(row)[kept.lifecycle.field] == target


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_saw_the_same_page_nineteen_are_told_that_somebody_was_quicker(now: datetime) -> None:
    kept = LIFECYCLES["standing"]
    row = kept.make("active", now)
    copies = [type(row)._base_manager.get(pk=row.pk) for _ in range(THREADS)]
    targets = ["withdrawn", "dormant"] * (THREADS // 2)
    answers = at_once(
        *(
            partial(kept.lifecycle.move, copy, target, actor=row.user, at=now, seen="active")
            for copy, target in zip(copies, targets, strict=True)
        )
    )
    assert refusals(answers) == ["stale"] * (THREADS - 1)
    assert row.standing_transitions.count() == 1


def append_only_models() -> list[type[models.Model]]:
    """Transitions, ledger, verdicts and releases, by their triggers, and every table of the audit."""
    names = {trigger.name for trigger in append_only()}
    found = [
        model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event)
        or names <= {trigger.name for trigger in getattr(model._meta, "triggers", [])}
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def write_one_row_in_each(now: datetime) -> None:
    """Every transition, a ledger entry, a verdict, a release, and what the audit keeps of all that."""
    for kept in LIFECYCLES.values():
        (source, target), edge = next(iter(kept.lifecycle.edges.items()))
        row = kept.make(source, now)
        actor = somebody_for(edge.permission, row)
        changes = kept.changes[target](actor, now) if target in kept.changes else None
        kept.lifecycle.move(row, target, actor=actor, at=now, changes=changes)
    Office.objects.update(title="Alderman")
    CostObservationFactory()
    WantedOffice.objects.create(kind="library", state="TX", description="A library", asked_by=make_user())
    hiding.consent_to_be_named(make_user(), consents=True, at=now)
    Hold.objects.create(kind="welcome_on_board", reason="a wrong link")
    Intervention.objects.create(step="all_cancelled", kind="ask_for_your_talk", actor=make_user())
    ErasureLog.objects.create(person=uuid4(), erased_at=now, version=1)
    amounts = {Account.CASH: Decimal(5), Account.DONATIONS: Decimal(-5)}
    post(LedgerEvent.DONATION, uuid4(), amounts, actor=None, at=now)
    region = Region.objects.create(name="South")
    RegionState.objects.create(region=region, state="TX")
    owner, stand_in = make_user(), make_user()
    Ownership.objects.create(owner=owner, region=region, first_day=now.date())
    Leave.objects.create(person=owner, stand_in=stand_in, first_day=now.date(), last_day=now.date())
    one, other = make_candidate(now=now), make_candidate(now=now)
    merge(one, other, actor=make_user(Role.PROGRAM_STAFF), now=now)
    SecondFactorReset.objects.create(
        user=make_user(), asked_by=make_user(), checked_by=make_user(), reason="lost", recorded_at=now
    )
    promise_call(Candidate.objects.first(), at=now)
    partner = Partner.objects.create(name="Partner", about="They help.", takes="over_age")
    wording = ConsentWording.objects.create(kind="hand_over", version="1", language="en", wording="I agree.")
    person = Candidate.objects.first()
    HandOver.objects.create(
        candidate=person, partner=partner, wording=wording, reason="over_age", consented_at=now
    )
    MentorSession.objects.create(
        mentorship=Mentorship.objects.first(), starts_at=now, ends_at=now + LENGTH, arranged_by=owner
    )
    SpendingReport.objects.create(candidacy=Candidacy.objects.first(), spent=5, used_for="Postage.")
    check_one(Candidacy.objects.first(), now=now)
    BallotCorrection.objects.create(
        candidacy=Candidacy.objects.first(),
        was=now.date(),
        ballot_date=now.date() - timedelta(days=1),
        reason=CorrectionReason.values[0],
        corrected_by=owner,
        corrected_at=now,
    )
    SecondReading.objects.create(scorecard=Scorecard.objects.first(), reader=make_interviewer())
    FundingPolicy.objects.create(effective_from=now.date() + timedelta(days=9), adopted_by=owner)
    UndoneDecision.objects.create(
        interview=Interview.objects.first(),
        outcome=Outcome.HOLD,
        decided_by=owner,
        decided_at=now,
        undone_by=owner,
        undone_at=now,
    )
    publish(as_of=now, now=now)


def test_transitions_ledger_verdicts_releases_and_audit_are_declared_append_only() -> None:
    tables = {model._meta.label for model in append_only_models()}
    assert {model._meta.label for model in apps.get_models() if issubclass(model, Transition)} <= tables
    assert {
        "candidates.CandidateEvent",
        "donors.Figure",
        "donors.Release",
        "funding.EligibilityVerdict",
        "funding.LedgerLine",
        "funding.LedgerTransaction",
    } <= tables


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"]
)
def test_the_database_itself_refuses_to_change_or_forget_history(statement: str, now: datetime) -> None:
    write_one_row_in_each(now)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    tried = [model._meta for model in append_only_models()]
    assert [meta.label for meta in tried if not meta.model._base_manager.exists()] == []
    assert [meta.label for meta in tried if not is_refused(statement, meta)] == []


def is_refused(statement: str, meta: Options) -> bool:
    """Whether the table's own trigger refuses the statement."""
    sql = statement.format(table=meta.db_table).replace(" id", f" {meta.pk.column}")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            transaction.set_rollback(True)
    except InternalError as error:
        return meta.db_table in str(error)
    return False
