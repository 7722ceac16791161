"""What is no whole backup is refused in one sentence before anything is touched, and no half backup has a name."""

import io
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.accounts.roles import Role
from runforsomething.ops.backup.archive import Archive, ArchiveWriter
from runforsomething.ops.backup.errors import BackupError
from runforsomething.ops.backup.manifest import Manifest, read_manifest
from runforsomething.ops.backup.restoring import restore_backup
from runforsomething.ops.backup.sealing import CHUNK
from tests.factories.people import make_user
from tests.ops.backups import file_contents, own_address, restoring, run_in_turn, table_sums
from tests.ops.drill import SECRET_TEXT

pytestmark = pytest.mark.slow

KEY = "a key that nobody would guess so soon"
FLIPS, FLIPS_OF_ENCRYPTED = 50, 20
ALTERED = ("it was altered or cut off", "it is not a backup of this product")


@pytest.fixture
def made(transactional_db: None, media: Path, tmp_path: Path, settings: Any) -> dict[str, Path]:
    """A plain and an encrypted backup of a database that holds somebody."""
    make_user(Role.PROGRAM_STAFF)
    files = {"": tmp_path / "plain.backup", KEY: tmp_path / "encrypted.backup"}
    for key, path in files.items():
        settings.BACKUP_KEY = key
        call_command("backup", str(path))
    settings.BACKUP_KEY = ""
    return {"plain": files[""], "encrypted": files[KEY]}


def test_every_damage_and_every_wrong_key_is_refused_and_nothing_is_changed(
    made: dict[str, Path], media: Path, tmp_path: Path
) -> None:
    damaged = [
        *(restoring(path, "--replace") for path in damages(made["plain"], FLIPS)),
        *(restoring(path, "--replace", key=KEY) for path in damages(made["encrypted"], FLIPS_OF_ENCRYPTED)),
    ]
    keys = [
        restoring(made["encrypted"], "--replace", key="another key that nobody would guess"),
        restoring(made["encrypted"], "--replace"),
        restoring(made["plain"], "--replace", key=KEY),
    ]
    address = own_address()
    before, files = table_sums(address), file_contents(media)
    answers = run_in_turn(damaged + keys, address=address, media=media)
    assert [answer for answer in answers if not answer.startswith("refused: ") or "\n" in answer] == []
    assert [
        answer for answer in answers[: len(damaged)] if not any(words in answer for words in ALTERED)
    ] == []
    told = [
        "made with another BACKUP_KEY",
        "it is encrypted, and BACKUP_KEY is not set",
        "it is not encrypted",
    ]
    assert [words for words, answer in zip(told, answers[-3:], strict=True) if words not in answer] == []
    assert table_sums(address) == before
    assert file_contents(media) == files
    print(f"{len(answers)} refused, e.g. {answers[0]}")


def damages(backup: Path, flips: int) -> list[Path]:
    """Copies of a backup with a bit changed, at random places and in its first line, cut short, or with more behind."""
    whole = backup.read_bytes()
    chance = random.Random(flips)
    first_chunk = whole.index(b"\n") + 1 + CHUNK
    at = [chance.randrange(len(whole)) for _ in range(flips)] + list(range(0, first_chunk - CHUNK, 7))
    changed = [whole[:n] + bytes([whole[n] ^ 1 << chance.randrange(8)]) + whole[n + 1 :] for n in at]
    lengths = [0, 1, 50, first_chunk - CHUNK, len(whole) // 2, len(whole) - 1]
    lengths += [first_chunk + tag for tag in (0, 16, 32)]  # between two chunks, whichever tag there is
    folder = backup.with_suffix(".damaged")
    folder.mkdir()
    paths = []
    for content in [*changed, *(whole[:length] for length in lengths), whole + b"\0", whole + whole]:
        paths.append(folder / str(len(paths)))
        paths[-1].write_bytes(content)
    return paths


def test_an_encrypted_backup_shows_nothing_of_what_it_holds(made: dict[str, Path]) -> None:
    assert SECRET_TEXT in made["plain"].read_bytes()
    encrypted = made["encrypted"].read_bytes()
    assert [
        word for word in (SECRET_TEXT, b"plan.bin", b"accounts_user", b"manifest") if word in encrypted
    ] == []


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PGDMP" + bytes(500), b'{"kind": 1}\n', b"[]\n" + bytes(99)]
)
def test_what_is_no_backup_is_refused_without_a_look_at_the_database(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(BackupError, match="it is not a backup of this product"):
        restore_backup(file, replace=True)


def test_damage_at_the_very_end_is_refused_without_a_look_at_the_database(tmp_path: Path) -> None:
    write(tmp_path / "whole", files={"a.txt": b"x"})
    content = (tmp_path / "whole").read_bytes()
    for damaged in (content[:-1], content[:-1] + bytes([content[-1] ^ 1]), content + b"\n"):
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(BackupError, match="it was altered or cut off"):
            restore_backup(tmp_path / "damaged", replace=True)


def test_a_place_where_nothing_is_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing was changed: No such file or directory\.$"):
        call_command("restore", str(tmp_path / "nothing"))
    with pytest.raises(CommandError, match=r"nothing was changed: Is a directory\.$"):
        call_command("restore", str(tmp_path))


def test_a_newer_format_or_product_is_refused_without_a_look_at_the_database(tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    header = {"kind": "runforsomething backup", "format": 2, "seal": "something new"}
    newer.write_bytes(json.dumps(header | {"salt": "00"}).encode() + b"\n" + bytes(100))
    with pytest.raises(BackupError, match="its format 2 is of a newer version"):
        restore_backup(newer, replace=True)
    write(newer, migrations=[("candidates", "0001_initial"), ("candidates", "9999_not_yet_written")])
    with pytest.raises(
        BackupError, match=r"newer version of this product .9\.9\.9., with the migration candidates\.9999"
    ):
        restore_backup(newer, replace=True)


@pytest.mark.django_db
def test_the_migrations_that_are_one_now_are_known_all_together_and_refused_in_part(tmp_path: Path) -> None:
    donors = [("donors", "0001_initial"), ("donors", "0002_words"), ("donors", "0003_board_readers")]
    write(tmp_path / "whole", migrations=donors)
    write(tmp_path / "half", migrations=donors[:2])
    with pytest.raises(BackupError, match="pg_restore failed"):
        restore_backup(tmp_path / "whole", replace=True)
    with pytest.raises(BackupError, match="half-way through the migrations of donors that are one now"):
        restore_backup(tmp_path / "half", replace=True)


@pytest.mark.django_db
def test_a_newer_server_s_backup_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "newer", postgres="99.1")
    with pytest.raises(BackupError, match=r"it is of PostgreSQL 99\.1, and this server is of version \d\d"):
        restore_backup(tmp_path / "newer")


@pytest.mark.parametrize("path", ["../out.txt", "a/../../out.txt", "/etc/out.txt/.."])
def test_a_file_that_would_lie_outside_of_its_folder_is_refused(path: str, tmp_path: Path) -> None:
    write(tmp_path / "forged", files={path: b"x"})
    with pytest.raises(BackupError, match="altered"):
        restore_backup(tmp_path / "forged", replace=True)


def test_a_dump_that_does_not_come_back_as_it_went_changes_nothing(
    made: dict[str, Path], media: Path, tmp_path: Path
) -> None:
    with made["plain"].open("rb") as file:
        archive = Archive(file)
        manifest = archive.verify()
        database = b"".join(archive.database())
    forged = [tmp_path / "fewer rows", tmp_path / "no dump"]
    rows = manifest.rows | {"accounts_user": 2}
    write(forged[0], database=database, migrations=manifest.migrations, rows=rows)
    write(forged[1], database=b"PGDMP no more", migrations=manifest.migrations)
    address = own_address()
    before, files = table_sums(address), file_contents(media)
    answers = run_in_turn([restoring(path, "--replace") for path in forged], address=address, media=media)
    assert "did not come back with as many rows" in answers[0]
    assert "pg_restore failed" in answers[1]
    assert (table_sums(address), file_contents(media)) == (before, files)


def test_parts_that_are_not_those_of_the_manifest_are_refused(tmp_path: Path) -> None:
    for lie in ({"sha256": "0" * 64}, {"size": 2}, {"name": "files/another"}):
        write(tmp_path / "forged", files={"a.txt": b"x"}, lie=lie)
        with pytest.raises(BackupError, match="altered"):
            restore_backup(tmp_path / "forged", replace=True)
    with pytest.raises(BackupError, match="altered"):
        read_manifest(Manifest("1", "2026-06-01", "18.1", [], {}).as_json(), b"0" * 64)


def write(
    path: Path,
    *,
    database: bytes = b"no dump",
    files: dict[str, bytes] | None = None,
    lie: dict[str, Any] | None = None,
    **facts: Any,
) -> None:
    """Write a backup that is whole but holds what no backup should; `lie` is what it says of its last part."""
    manifest = Manifest(product="9.9.9", made_at="2026-06-01", postgres="18.1", migrations=[], rows={})
    with path.open("wb") as file:
        archive = ArchiveWriter(file)
        archive.add_database(io.BytesIO(database))
        for name, content in (files or {}).items():
            archive.add_file(name, io.BytesIO(content), len(content))
        archive._parts[-1] = replace(archive._parts[-1], **(lie or {}))
        archive.finish(replace(manifest, **facts))
