"""Runs management commands one after the other in one process, as its standard input asks (JSON), and tells of each."""

import io
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import django


def main() -> None:
    django.setup()
    answers = [run(job) for job in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


def run(job: dict[str, Any]) -> str:
    """Run `command` against `database` and `media`, with BACKUP_KEY `key`.

    With `largest`, no file may become larger than so many bytes, as on a full disk. With `hook`, one notes how many
    people were there before; with `waits`, one says so in that file and waits.
    """
    from django.core.management import CommandError, call_command
    from django.db import connection
    from django.test import override_settings

    from runforsomething.ops.backup import hooks

    said = io.StringIO()
    if "largest" in job:
        resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], job["largest"]))
    if "database" in job:
        connection.close()
        connection.settings_dict["NAME"] = job["database"]
    always = [hook for hook in hooks.AFTER_RESTORE if hook.apply.__module__ == "runforsomething.ops.erasures"]
    hooks.AFTER_RESTORE[:] = [*always, *([hooks.Hook(_note, _count)] if "hook" in job else [])]
    if "waits" in job:
        hooks.AFTER_RESTORE.append(hooks.Hook(lambda _found: _wait(Path(job["waits"]))))
    given = {"BACKUP_KEY": job.get("key", ""), **({"MEDIA_ROOT": job["media"]} if "media" in job else {})}
    with override_settings(**given):
        try:
            call_command(*job["command"], stdout=said)
        except CommandError as error:
            return f"refused: {error}"
    return said.getvalue().strip()


def _count() -> int:
    from core.accounts.models import User

    return User.objects.count()


def _note(people: int) -> None:
    from django.contrib.auth.models import Group

    Group.objects.create(name=f"{people} people were there")


def _wait(sign: Path) -> None:
    sign.touch()
    time.sleep(600)


if __name__ == "__main__":
    main()
