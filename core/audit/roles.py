"""What the role as which production connects may do: the ordinary work, and nothing to the tables of record."""

import pgtrigger
from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from psycopg2 import sql

SCHEMA = "public"
PROTECTED = {"UPDATE", "DELETE"}


class NoSuchRole(Exception):
    """The role to be granted something does not exist: one sentence for the person at the terminal."""


def append_only_models() -> list[type[models.Model]]:
    """Return the models whose triggers refuse UPDATE and DELETE, by table: transitions, ledger, releases, audit."""
    found = [model for model in apps.get_models(include_auto_created=True) if _is_append_only(model)]
    return sorted(found, key=lambda model: model._meta.db_table)


def grant_application(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` exactly what the application needs, by the tables' owner; what it had beyond that is taken away.

    Every table can be read and written but never emptied, an append-only one only read and added to, the list of
    migrations only read. Raises NoSuchRole.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.rowcount:
            raise NoSuchRole(
                f"The role {role} of DATABASE_URL does not exist: create it, then migrate again."
            )
        names = {"role": sql.Identifier(role), "schema": sql.Identifier(SCHEMA)}
        for statement in GRANTS:
            cursor.execute(sql.SQL(statement).format(**names))
        for function in FUNCTIONS:
            cursor.execute("SELECT to_regprocedure(%s)", [function])
            if cursor.fetchone()[0] is not None:
                cursor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")
                grant = sql.SQL(f"GRANT EXECUTE ON FUNCTION {function} TO {{role}}")
                cursor.execute(grant.format(**names))
        there = set(connection.introspection.table_names(cursor))
        for table, refused in _refused().items():
            if table in there:
                revoke = sql.SQL(f"REVOKE {refused} ON {{table}} FROM {{role}}")
                cursor.execute(revoke.format(table=sql.Identifier(SCHEMA, table), **names))


# What the application may ask the owner to do to the tables of record: see core/privacy/migrations/0002.
FUNCTIONS = ["public.privacy_forget_history(regclass, text, bigint)"]
GRANTS = [
    "REVOKE ALL ON SCHEMA {schema} FROM {role}",
    "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
]


def _refused() -> dict[str, str]:
    append_only = {model._meta.db_table: "UPDATE, DELETE" for model in append_only_models()}
    return append_only | {MigrationRecorder.Migration._meta.db_table: "INSERT, UPDATE, DELETE"}


def _is_append_only(model: type[models.Model]) -> bool:
    triggers = getattr(model._meta, "triggers", [])
    refusing = [trigger for trigger in triggers if isinstance(trigger, pgtrigger.Protect)]
    return any(set(str(trigger.operation).split(" OR ")) >= PROTECTED for trigger in refusing)
