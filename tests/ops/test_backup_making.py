"""A backup appears when it is whole, is only its owner's to read, and holds files as they lie."""

import io
import os
from pathlib import Path, PurePosixPath

import pytest
from django.core.management import CommandError, call_command

from runforsomething.ops.backup import making
from runforsomething.ops.backup.archive import Archive
from runforsomething.ops.backup.files import add_staged, keep_only_staged, stage, uploaded
from runforsomething.ops.backup.sealing import CHUNK
from tests.ops.backups import file_contents, own_address, run_in_turn

pytestmark = pytest.mark.slow


def test_a_full_disk_leaves_no_half_file(transactional_db: None, media: Path, tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    jobs = [{"command": ["backup", str(folder / "my.backup")], "largest": CHUNK // 2}]
    (said,) = run_in_turn(jobs, address=own_address(), media=media)
    assert said == "refused: No backup was made: File too large."
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_an_interrupted_run_leaves_no_half_file_and_the_next_removes_what_a_killed_one_left(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out" / "my.backup"
    target.parent.mkdir()
    (target.parent / ".my.backup.abc.part").write_bytes(b"half")
    (target.parent / "other.part").write_bytes(b"somebody's")
    monkeypatch.setattr(making, "_dump", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("backup", str(target))
    assert [path.name for path in target.parent.iterdir()] == ["other.part"]


def interrupted(*arguments: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db
def test_a_backup_is_only_its_owner_s_to_read_and_never_written_over(media: Path, tmp_path: Path) -> None:
    target = tmp_path / "my.backup"
    call_command("backup", str(target))
    assert target.stat().st_mode & 0o777 == 0o600
    content = target.read_bytes()
    for path, words in (
        (target, "a file of that name is there already"),
        (media / "x", "outside of MEDIA_DIR"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("backup", str(path))
    assert target.read_bytes() == content


@pytest.mark.django_db
def test_symbolic_links_are_not_followed(media: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(b"secret")
    os.symlink(tmp_path / "outside", media / "link")
    os.symlink(tmp_path, media / "folder")
    target = tmp_path / "my.backup"
    call_command("backup", str(target))
    with target.open("rb") as file:
        assert [part.name for part in Archive(file).verify().parts] == ["database", "files/plan.bin"]


def test_a_server_that_is_away_is_told_in_one_sentence(
    transactional_db: None, tmp_path: Path, media: Path
) -> None:
    job = {"command": ["backup", str(tmp_path / "x")]}
    (said,) = run_in_turn([job], address="postgres://postgres@/none?host=/nowhere", media=media)
    assert said.startswith("refused: No backup was made: the database did not answer")


def test_old_and_new_files_are_all_there_until_the_database_is_the_new_one(media: Path) -> None:
    new = {"plan.bin": b"new", "also/new.txt": b"new"}
    stage(((PurePosixPath(name), io.BytesIO(content)) for name, content in new.items()), media)
    old = (media / "plan.bin").read_bytes()
    add_staged(media)
    assert ((media / "plan.bin").read_bytes(), (media / "also/new.txt").read_bytes()) == (old, b"new")
    assert [path for path, _file, _size in uploaded(media)] == ["also/new.txt", "plan.bin"]
    (media / "only-old.txt").write_bytes(b"old")
    keep_only_staged(media)
    assert file_contents(media) == new
