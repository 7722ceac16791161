"""A very large demonstration goes without constraints and indexes while it is copied, and gets all of them back."""

import os
import signal
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from core.accounts.models import User
from funding.policy import current_policy
from runforsomething.ops.demonstration.copying import aside
from runforsomething.ops.demonstration.copying.load import load
from runforsomething.ops.demonstration.copying.person import PersonScribe
from runforsomething.ops.demonstration.copying.talks import TalkScribe
from tests.ops.demonstrations import SEED, crowded_ballot, plan_of, small_country
from tests.ops.tables import Snapshot, differences

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DEFINED = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
UNION ALL
SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid FROM pg_index
"""
WRITERS = "runforsomething.ops.demonstration.copying"


@pytest.fixture(autouse=True)
def _country(db: None) -> None:
    small_country()


def defined() -> set[tuple[object, ...]]:
    """Return every constraint and every index."""
    with connection.cursor() as cursor:
        cursor.execute(DEFINED)
        return set(cursor.fetchall())


def load_of(candidates: int) -> None:
    load(plan_of(candidates), seed=SEED, policy=current_policy())


def test_a_large_load_fills_the_same_tables_and_leaves_each_constraint_and_index_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = defined()
    point = transaction.savepoint()
    load(crowded_ballot(200), seed=SEED, policy=current_policy())
    one_by_one = Snapshot()
    transaction.savepoint_rollback(point)
    monkeypatch.setattr(aside, "MANY_CANDIDATES", 200)
    load(crowded_ballot(200), seed=SEED, policy=current_policy())
    assert differences(one_by_one, Snapshot()) == {}
    assert defined() == before


def test_primary_keys_and_partial_indexes_stay_and_those_with_which_the_ledger_looks_up_its_balance() -> None:
    before = defined()
    with aside.set_aside(["outbox_outgoingmessage", "funding_ledgerline"]):
        gone = {str(name) for _table, name, *_ in before - defined()}
    assert {"outbox_outgoingmessage_key_57041762_like", "outbox_outgoingmessage_key_key"} <= gone
    assert "outbox_due" not in gone
    assert [name for name in gone if name.endswith("_pkey")] == []
    assert all("_fk_" in name for name in gone if name.startswith("funding_ledgerline"))
    assert defined() == before


@pytest.mark.parametrize(
    ("place", "wrong", "refusal"),
    [
        ("race.RaceScribe._race", lambda *_: "0", "foreign key"),
        ("books.Books.uuid", lambda books: str(UUID(int=7)), "could not create unique index"),
    ],
)
def test_what_a_large_load_violates_is_refused_at_the_end_with_all_of_it(
    monkeypatch: pytest.MonkeyPatch, place: str, wrong: object, refusal: str
) -> None:
    before = defined()
    monkeypatch.setattr(aside, "MANY_CANDIDATES", 60)
    monkeypatch.setattr(f"{WRITERS}.{place}", wrong)
    with pytest.raises(IntegrityError, match=refusal):
        load_of(60)
    assert not User.objects.exists()
    assert defined() == before


@pytest.mark.parametrize("many", [1, 1_000])
def test_nothing_is_left_when_the_process_that_writes_dies(
    monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(aside, "MANY_CANDIDATES", many)
    monkeypatch.setattr(f"{WRITERS}.writing.BATCH", 10)
    before, write = defined(), TalkScribe.write

    def die(*args: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(TalkScribe, "write", die)
    with pytest.raises(ChildProcessError, match="exit code -9: nothing is loaded"):
        load_of(60)
    assert not User.objects.exists()
    assert defined() == before
    monkeypatch.setattr(TalkScribe, "write", write)
    load_of(60)
    assert User.objects.exists()


def test_what_goes_wrong_in_the_process_that_writes_is_told_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(PersonScribe, "write", lambda *args: 1 / 0)
    with pytest.raises(ChildProcessError, match="exit code 1"):
        load_of(20)
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_the_process_that_writes_cannot_reach_the_database(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(PersonScribe, "write", lambda *args: User.objects.exists())
    with pytest.raises(ChildProcessError, match="exit code 1"):
        load_of(20)
    assert "The database belongs to the process that copies." in capfd.readouterr().err
