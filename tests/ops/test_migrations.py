"""The first migration of an app makes whole things only; a database half-way through what it replaced is told so."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    Migration,
    RemoveConstraint,
)
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from core.migrating import InOneGo

IN_ONE_GO = {
    name: migration
    for name, migration in MigrationLoader(None).disk_migrations.items()
    if isinstance(migration, InOneGo)
}


FIRST = [migration for migration in IN_ONE_GO.values() if migration.initial]
LATER = [migration for migration in IN_ONE_GO.values() if not migration.initial]
TRIGGERS = AddTrigger | RemoveTrigger


@pytest.mark.parametrize("migration", FIRST, ids=str)
def test_what_is_made_in_one_go_is_made_whole(migration: Migration) -> None:
    made = [each for each in migration.operations if isinstance(each, CreateModel)]
    proxies = {each.name_lower for each in made if each.options.get("proxy")}
    assert made
    assert [each for each in migration.operations if not is_whole(each, proxies)] == []


@pytest.mark.parametrize("migration", LATER, ids=str)
def test_what_is_changed_in_one_go_is_changed_once(migration: Migration) -> None:
    """No operation needs to see what an earlier one left: there is no data moved, and no column touched twice."""
    known = CreateModel | AddField | AlterField | AddConstraint | RemoveConstraint | AddIndex | TRIGGERS
    assert [each for each in migration.operations if not isinstance(each, known)] == []
    fields = [each for each in migration.operations if isinstance(each, AddField | AlterField)]
    columns = [(each.model_name_lower, each.name_lower) for each in fields]
    assert sorted(columns) == sorted(set(columns))


def is_whole(operation: Operation, proxies: set[str]) -> bool:
    """A table, or the trigger of a proxy, which has no table to be made with."""
    if isinstance(operation, AddTrigger):
        return operation.model_name in proxies
    return isinstance(operation, CreateModel)


@pytest.mark.django_db
def test_a_database_half_way_through_what_is_one_now_is_not_taken_for_migrated() -> None:
    MigrationRecorder(connection).record_unapplied("donors", "0002_words")
    with pytest.raises(CommandError, match="half-way through the migrations of donors that are one now"):
        call_command("migrate", verbosity=0)
