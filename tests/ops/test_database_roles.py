"""In production the application connects as a role that owns no table: what it may, and what it can in no way do."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pgtrigger
import psycopg2
import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.test import Client
from psycopg2.errors import InsufficientPrivilege

from candidates.enums import Stage
from candidates.intake import absorb_waiting
from candidates.models import Candidate
from core import clock
from core.accounts.roles import Role
from core.audit.roles import append_only_models, grant_application
from core.outbox.sending import send_due
from core.privacy import erasing
from runforsomething.ops.check import PRODUCTION
from tests.factories.offices import ZipCodeFactory
from tests.factories.people import bring_to, make_candidate, make_user, put_on_ballot
from tests.faults.test_lifecycle_races import write_one_row_in_each
from tests.ops.backups import ROOT, open_database

pytestmark = pytest.mark.slow

PASSWORD = "only-for-this-test"
WAYS_ROUND = [
    "ALTER TABLE donors_release DISABLE TRIGGER ALL",
    "DROP TRIGGER {trigger} ON donors_release",
    "DROP TABLE donors_release CASCADE",
    "ALTER TABLE donors_release OWNER TO {role}",
    "SET session_replication_role = replica",
    "CREATE TABLE another (id int)",
    "CREATE FUNCTION public.nothing() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "TRUNCATE accounts_user CASCADE",
    "DELETE FROM django_migrations",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    "SELECT setval('donors_release_id_seq', 1)",
]


@pytest.fixture
def role(transactional_db: None) -> Iterator[str]:
    """A role of the real server, with what `migrate` grants to it, and removed again."""
    name = f"rfs_application_{uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
    grant_application(connection, name)
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


@pytest.fixture
def as_application(role: str) -> Iterator[None]:
    """Django itself connects as that role."""
    owner = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    connection.close()
    connection.settings_dict.update(USER=role, PASSWORD=PASSWORD)
    yield
    connection.close()
    connection.settings_dict.update(owner)


def refused_for_want_of_privilege(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except ProgrammingError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    return False


def attempts() -> list[str]:
    """Each way to change what stands in each append-only table."""
    metas = [model._meta for model in append_only_models()]
    return [
        statement.format(table=meta.db_table, column=meta.pk.column)
        for meta in metas
        for statement in (
            "UPDATE {table} SET {column} = {column}",
            "DELETE FROM {table}",
            "TRUNCATE {table} CASCADE",
            "SELECT 1 FROM {table} FOR UPDATE",
        )
    ]


@pytest.mark.django_db
def test_every_table_that_a_trigger_keeps_is_known_from_the_models() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgname LIKE 'pgtrigger_append_only%'"
        )
        kept = {name for (name,) in cursor.fetchall()}
    assert kept == {model._meta.db_table for model in append_only_models()}
    assert len(kept) > 20


def test_history_cannot_be_changed_or_forgotten_with_or_without_its_triggers(as_application: None) -> None:
    assert [statement for statement in attempts() if not refused_for_want_of_privilege(statement)] == []
    with pgtrigger.ignore():
        assert [statement for statement in attempts() if not refused_for_want_of_privilege(statement)] == []


def test_the_application_cannot_give_itself_what_it_was_not_given(role: str, as_application: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'donors_release'::regclass AND NOT tgisinternal"
        )
        trigger = cursor.fetchall()[0][0]
        cursor.execute("SELECT FROM pg_class WHERE relowner = %s::regrole", [role])
        assert cursor.rowcount == 0
    ways = [way.format(role=role, trigger=trigger) for way in WAYS_ROUND]
    assert [way for way in ways if not refused_for_want_of_privilege(way)] == []


def test_a_sign_up_becomes_a_candidate_and_a_mail(as_application: None) -> None:
    ZipCodeFactory(code="78701", state="TX", time_zone="America/Chicago")
    typed = {"first_name": "Ann", "last_name": "Sample", "email": "ann@example.org", "postal_code": "78701"}
    ticked = {"exploring": "on", "values": "on", "consent": "on", "form_key": str(uuid4())}
    client = Client()
    answer = client.post("/signup/", {**typed, **ticked, "date_of_birth": "1998-05-17"})
    assert answer.status_code == 302
    assert absorb_waiting(now=clock.now()) == 1
    assert Candidate.objects.get().user.email == "ann@example.org"
    assert send_due(now=clock.now()).total() == len(mail.outbox) > 0
    client.post("/accounts/login/code/", {"email": "ann@example.org"})
    assert client.get("/readyz").status_code == 200


def test_people_come_as_far_as_a_ballot_and_every_table_of_record_is_written(
    as_application: None, now: datetime
) -> None:
    candidate = bring_to(Stage.COMMITTED, now=now)
    put_on_ballot(candidate, ballot_date=date(2026, 5, 20), now=now)
    write_one_row_in_each(now)
    assert [model for model in append_only_models() if not model._base_manager.exists()] == []
    client = Client()
    for user, pages in ((candidate.user, ["/me/", "/interviews/"]), (make_user(Role.DONOR), ["/donors/"])):
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        assert [client.get(page).status_code for page in pages] == [200] * len(pages)


def test_production_migrates_and_restores_as_the_owner_and_does_all_else_as_the_application(
    role: str, as_application: None, tmp_path: Path, now: datetime
) -> None:
    make_user(email="kept@example.org")
    backup = tmp_path / "made.backup"
    call_command("backup", str(backup))  # made as the application
    owner, database = f"{role}_owner", f"{role}_database"
    with as_superuser() as cursor:
        cursor.execute(f"CREATE ROLE {owner} LOGIN PASSWORD '{PASSWORD}'")
        cursor.execute(f"CREATE DATABASE {database} OWNER {owner}")
    try:
        env = {"MIGRATION_DATABASE_URL": url(owner, database), "DATABASE_URL": url(role, database)}
        production(["restore", str(backup)], env)
        production(["migrate"], env)
        told = json.loads(production(["shell", "-v0", "-c", LOOK], env))
        assert told == {"user": role, "people": ["kept@example.org"], "owners": [owner], "delete": "refused"}
        not_owner = {**env, "MIGRATION_DATABASE_URL": ""}
        assert "must be owner" in production(["restore", str(backup), "--replace"], not_owner)
    finally:
        with as_superuser() as cursor:
            cursor.execute(f"DROP DATABASE {database}")
            cursor.execute(f"DROP ROLE {owner}")


def test_the_application_erases_a_person_and_nobody_else_s_history(
    as_application: None, settings: Any, tmp_path: Path, now: datetime
) -> None:
    settings.MEDIA_ROOT = tmp_path
    gone, other = (make_candidate(now=now) for _ in range(2))
    history = type(gone).pgh_event_model._base_manager
    erasing.close_the_door(gone.user, at=now)
    assert erasing.erase(gone.user, at=now)
    assert not history.filter(user=gone.user).exists()
    kept = history.filter(user=other.user).count()
    call = "SELECT privacy_forget_history('candidates_candidateevent', 'user_id', {})"
    with pytest.raises(InternalError, match="in the erasure log"), connection.cursor() as cursor:
        cursor.execute(call.format(other.user_id))
    delete = f"DELETE FROM candidates_candidateevent WHERE user_id = {gone.user_id}"
    assert refused_for_want_of_privilege(delete)
    assert history.filter(user=other.user).count() == kept > 0


def test_migrate_says_that_the_application_has_no_role_yet(transactional_db: None, settings: Any) -> None:
    settings.APPLICATION_ROLE = "nobody_of_that_name"
    with pytest.raises(CommandError, match="The role nobody_of_that_name of DATABASE_URL does not exist"):
        call_command("migrate", verbosity=0)


LOOK = """
import json
from django.db import connection
from django.db.utils import InternalError, ProgrammingError
from core.accounts.models import User
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user")
    user = cursor.fetchone()[0]
    cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
    owners = [name for name, in cursor.fetchall()]
    try:
        cursor.execute("DELETE FROM candidates_stagetransition")
        delete = "done"
    except ProgrammingError:
        delete = "refused"
people = list(User.objects.values_list("email", flat=True))
print(json.dumps({"user": user, "people": people, "owners": owners, "delete": delete}))
"""


def as_superuser() -> Any:
    return open_database(psycopg2.extensions.make_dsn(**address(), user="postgres", dbname="postgres"))


def address() -> dict[str, Any]:
    """Where the server of this run is."""
    given = connection.get_connection_params()
    return {name: given[name] for name in ("host", "port") if given.get(name)}


def url(user: str, database: str) -> str:
    return f"postgres://{user}:{quote(PASSWORD)}@/{database}?{urlencode(address())}"


def production(arguments: list[str], env: dict[str, str]) -> str:
    """Run a command with production's settings and return what it said, or complained of."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=os.environ | PRODUCTION | env,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return done.stdout if done.returncode == 0 else done.stderr
