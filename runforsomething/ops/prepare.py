"""Brings the database of `make run` to where the code is; what is there already is kept.

Run as a module, with the engines' addresses in the environment.
"""

import os
import sys

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from runforsomething.ops.messages import compile_catalogues
from runforsomething.ops.supervisor import say


def main() -> None:
    """Compile messages, migrate, load offices if there are none, and the demonstration if there is nobody."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runforsomething.settings.dev")
    django.setup()
    for folder in settings.LOCALE_PATHS:
        compile_catalogues(folder)
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        say(f"Migrating the database ({len(pending)} steps) …")
    call_command("migrate", interactive=False, verbosity=0)
    _once("load_offices", "offices.Office")
    _once("load_demo", settings.AUTH_USER_MODEL)


def _once(command: str, model: str) -> None:
    """Run the command if its table is empty, or if it was interrupted the last time."""
    unfinished = settings.LOCAL_DIR / f"{command}.unfinished"
    if unfinished.exists() or not apps.get_model(model)._default_manager.exists():
        unfinished.touch()
        call_command(command)
        unfinished.unlink()


if __name__ == "__main__":
    try:
        main()
    except (CommandError, OperationalError) as error:
        sys.exit(str(error).strip())
