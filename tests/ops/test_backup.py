"""The drill: a backup of a system at work, restored into an empty server, is the same system."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pgtrigger
import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from runforsomething.ops.backup import making
from tests.factories.people import make_user
from tests.ops.backups import (
    CHILD,
    ROOT,
    Sums,
    environment,
    file_contents,
    open_database,
    own_address,
    restoring,
    run_in_turn,
    table_sums,
)
from tests.ops.drill import Backups, Restored, Server, make_people, write_files

KEY = "a key that nobody would guess so soon"
FILES = {
    "plans/plan.pdf": b"%PDF" + bytes(range(256)) * 9_000,
    "plans/año – 2026.txt": b"",
    "empty/..txt": b"x",
}

# The first one so that there is a database to be backed up.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    second = Server(tmp_path_factory.mktemp("second"))
    yield second
    second.stop()


@pytest.fixture(scope="module")
def backups(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Backups]:
    """Made of people with histories, while somebody else signs up and sends a file."""
    made = Backups(tmp_path_factory.mktemp("backups"))
    write_files(made.media, FILES)
    with django_db_blocker.unblock():
        make_people()
        made.sums, made.files = table_sums(own_address()), file_contents(made.media)
        with override_settings(MEDIA_ROOT=made.media):
            with override_settings(BACKUP_KEY=KEY):
                call_command("backup", str(made.encrypted))
            with mock.patch.object(making, "_dump", side_effect=after_somebody_came(making._dump)):
                call_command("backup", str(made.plain))
        yield made
        with pgtrigger.ignore():
            call_command("flush", interactive=False, verbosity=0)


def after_somebody_came(dump: Callable[..., None]) -> Callable[..., None]:
    """`dump`, but between the moment that the backup is of and its copy somebody comes."""

    def come_and_dump(*arguments: Any) -> None:
        make_user(email="too-late@example.org")
        dump(*arguments)

    return come_and_dump


@pytest.fixture(scope="module")
def restored(
    server: Server, backups: Backups, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Restored]:
    """Each of the two backups, restored into an empty database of the second server. Nobody may change them."""
    folder = tmp_path_factory.mktemp("restored")
    kinds = {"plain": restoring(backups.plain), "encrypted": restoring(backups.encrypted, key=KEY)}
    places = {kind: Restored(server.new_database(), folder / kind, "") for kind in kinds}
    jobs = [
        {**job, "database": places[kind].database, "media": str(places[kind].media)}
        for kind, job in kinds.items()
    ]
    for place, said in zip(places.values(), run_in_turn(jobs, address=server.url, media=folder), strict=True):
        place.said = said
    return places


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_an_empty_server_becomes_the_same_system(
    kind: str, restored: dict[str, Restored], backups: Backups, server: Server
) -> None:
    place = restored[kind]
    assert place.said.startswith("Restored "), place.said
    found = table_sums(server.address(place.database))
    assert differing(found, backups.sums) == []
    assert sum(rows for rows, _md5 in found.values()) > 500
    assert file_contents(place.media) == backups.files
    print(f"{kind}: {place.said} The checksums of all {len(found)} tables are the same.")


def test_the_main_pages_open_on_what_was_restored(restored: dict[str, Restored], server: Server) -> None:
    copy = server.new_database(like=restored["plain"].database)
    pages = subprocess.run(
        [sys.executable, "-m", "tests.ops.main_pages"],
        env=environment(server.address(copy), restored["plain"].media),
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert pages.returncode == 0, pages.stdout + pages.stderr
    print(pages.stdout)


def test_a_restored_database_refuses_what_it_refused_and_goes_on_counting(
    restored: dict[str, Restored], server: Server
) -> None:
    def in_both(query: str) -> tuple[set[Any], set[Any]]:
        old.execute(query)
        new.execute(query)
        return set(old.fetchall()), set(new.fetchall())

    with (
        open_database(own_address()) as old,
        open_database(server.address(restored["plain"].database)) as new,
    ):
        for catalogue in (
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT conrelid::regclass::text, conname, contype FROM pg_constraint",
            "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
        ):
            before, after = in_both(catalogue)
            assert after == before
            assert len(after) > 20
        before, after = in_both("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences")
        ahead = dict(after)
        too_late = "accounts_user_id_seq"  # somebody came after the moment that the backup is of
        assert [name for name, last in before if ahead[name] < last and name != too_late] == []


def test_a_database_that_holds_people_is_replaced_only_when_asked(
    backups: Backups, restored: dict[str, Restored], server: Server, tmp_path: Path
) -> None:
    theirs = server.address(server.new_database(like=restored["plain"].database))
    write_files(tmp_path, {"plans/plan.pdf": b"another plan", "gone.txt": b"x"})
    jobs = [restoring(backups.plain), restoring(backups.encrypted, "--replace", key=KEY, hook=True)]
    refused, replaced = run_in_turn(jobs, address=theirs, media=tmp_path)
    assert refused.endswith("with --replace they are replaced by the backup's.")
    assert replaced.startswith("Restored"), replaced
    with open_database(theirs) as cursor:
        cursor.execute("SELECT count(*) FROM accounts_user")
        cursor.execute(
            "DELETE FROM auth_group WHERE name = %s", [f"{cursor.fetchone()[0]} people were there"]
        )
        assert cursor.rowcount == 1  # the hook has seen the old database and written into the new one
    assert differing(table_sums(theirs), backups.sums) == []
    assert file_contents(tmp_path) == backups.files


def test_an_older_backup_is_brought_to_the_present(
    backups: Backups, restored: dict[str, Restored], server: Server, tmp_path: Path
) -> None:
    theirs = server.address(server.new_database(like=restored["plain"].database))
    old = tmp_path / "old.backup"
    jobs = [
        {"command": ["migrate", "donors", "zero"]},
        {"command": ["backup", str(old)]},
        restoring(old, "--replace"),
    ]
    answers = run_in_turn(jobs, address=theirs, media=tmp_path / "media")
    assert answers[-1].startswith("Restored"), answers
    made_anew = {"django_migrations", "donors_release", "donors_figure"}
    found = table_sums(theirs)
    assert set(differing(found, backups.sums)) <= made_anew | {"auth_permission", "django_content_type"}
    assert made_anew <= found.keys()


def test_a_restore_that_is_killed_leaves_the_old_state(
    backups: Backups, restored: dict[str, Restored], server: Server, tmp_path: Path
) -> None:
    theirs = server.address(server.new_database(like=restored["plain"].database))
    write_files(tmp_path / "media", {"since.txt": b"then"})
    with open_database(theirs) as cursor:
        cursor.execute("UPDATE accounts_user SET first_name = 'Changed'")
        before = table_sums(theirs)
        for waits_for in (tables_are_going, waiting_in_the_last_step):
            kill_a_restore(backups.plain, theirs, tmp_path, when=partial(waits_for, cursor, tmp_path))
            assert table_sums(theirs) == before
            assert (tmp_path / "media" / "since.txt").read_bytes() == b"then"


def kill_a_restore(backup: Path, address: str, folder: Path, *, when: Callable[[], bool]) -> None:
    """Begin one, and kill it at the moment `when`."""
    job = restoring(backup, "--replace", waits=str(folder / "last step"))
    with subprocess.Popen(
        CHILD, stdin=subprocess.PIPE, env=environment(address, folder / "media"), cwd=ROOT
    ) as process:
        assert process.stdin
        process.stdin.write(json.dumps([job]).encode())
        process.stdin.close()
        while not when():
            assert process.poll() is None, "The restore ended before it could be killed."
            time.sleep(0.005)
        process.kill()
    assert process.returncode == -signal.SIGKILL


def tables_are_going(cursor: Any, _folder: Path) -> bool:
    cursor.execute(
        "SELECT FROM pg_locks WHERE relation = 'accounts_user'::regclass AND granted "
        "AND mode = 'AccessExclusiveLock'"
    )
    return bool(cursor.rowcount)


def waiting_in_the_last_step(_cursor: Any, folder: Path) -> bool:
    """Whether everything is restored and migrated, and only a hook is between this and the commit."""
    return (folder / "last step").exists()


def differing(found: Sums, expected: Sums) -> list[str]:
    """Return the tables that are not the same in both."""
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
