"""The engines: wherever the folder lies, whoever runs them, whatever was killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from runforsomething.ops.engines import AlreadyRunning, EngineError, Engines, addresses, identity
from runforsomething.ops.engines.leftovers import living_in, still_there
from runforsomething.ops.engines.socket_folder import make_socket_folder, remove_socket_folder

pytestmark = pytest.mark.slow

STARTER = """
import sys, time
from pathlib import Path
from runforsomething.ops.engines import Engines
engines = Engines(Path(sys.argv[1]), durable=False)
engines.start()
print(engines.postgres.child.pid, engines.redis.child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def _no_addresses_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "a folder" / ("é" + "x" * 149)
    found.mkdir(parents=True)
    return found


@pytest.fixture
def started_elsewhere(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process of its own that has started the engines of `folder`."""
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-c", STARTER, str(folder)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def ask(url: str, sql: str) -> list[tuple[object, ...]]:
    """Run one statement and return its rows, if it has any."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []


def ping(url: str) -> bool:
    with closing(redis.Redis.from_url(url)) as client:
        return bool(client.ping())


def test_both_engines_start_in_a_folder_with_a_space_an_accent_and_150_characters(folder: Path) -> None:
    with Engines(folder, durable=False) as found:
        version = ask(found["DATABASE_URL"], "SHOW server_version")[0][0]
        assert str(version).startswith("18.")
        assert ping(found["REDIS_URL"])


def test_the_database_speaks_utf8_and_utc_sorts_by_code_point_and_is_durable_by_default(folder: Path) -> None:
    names = [
        "server_encoding",
        "TimeZone",
        "max_connections",
        "fsync",
        "synchronous_commit",
        "listen_addresses",
    ]
    with Engines(folder) as found:
        values = [ask(found["DATABASE_URL"], f"SHOW {name}")[0][0] for name in names]
        assert values == ["UTF8", "UTC", "200", "on", "on", ""]
        assert ask(found["DATABASE_URL"], "SELECT upper('é'), 'Z' < 'a'") == [("É", True)]


def test_the_addresses_are_written_for_the_owner_only_and_forgotten_at_the_end(folder: Path) -> None:
    engines = Engines(folder, durable=False)
    found = engines.start()
    assert addresses(folder) == found
    assert (folder / "engines.env").stat().st_mode & 0o777 == 0o600
    engines.stop()
    assert addresses(folder) != found


def test_addresses_of_a_folder_where_nothing_runs_refuse_at_once_and_say_what_to_do(tmp_path: Path) -> None:
    found = addresses(tmp_path / "missing")
    with pytest.raises(psycopg2.OperationalError, match="make-run"):
        psycopg2.connect(found["DATABASE_URL"])
    with pytest.raises(redis.ConnectionError):
        ping(found["REDIS_URL"])


def test_an_address_in_the_environment_comes_first_and_its_engine_is_not_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@elsewhere/theirs")
    engines = Engines(folder, durable=False)
    with engines as found:
        assert (
            found["DATABASE_URL"]
            == addresses(folder)["DATABASE_URL"]
            == "postgres://somebody@elsewhere/theirs"
        )
        assert engines.postgres is None
        assert not (folder / "postgres").exists()
        assert ping(found["REDIS_URL"])


def test_stopping_leaves_no_process_and_no_socket_folder_and_keeps_the_data(folder: Path) -> None:
    with Engines(folder, durable=False) as found:
        ask(found["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
        socket_folder = Path(found["DATABASE_URL"].partition("host=")[2].partition("&")[0])
        assert socket_folder.is_dir()
    assert living_in(folder / "postgres") == living_in(folder / "redis") == []
    assert not socket_folder.exists()
    with Engines(folder, durable=False) as found:
        assert ask(found["DATABASE_URL"], "SELECT number FROM kept") == [(7,)]


def test_socket_folders_of_projects_that_are_gone_are_removed_and_those_of_others_stay(
    tmp_path: Path,
) -> None:
    (tmp_path / "there").mkdir()
    gone, there = make_socket_folder(tmp_path / "gone"), make_socket_folder(tmp_path / "there")
    mine = make_socket_folder(tmp_path)
    assert [gone.exists(), there.exists(), mine.exists()] == [False, True, True]
    remove_socket_folder(there, tmp_path)
    assert there.exists()
    remove_socket_folder(there, tmp_path / "there")
    remove_socket_folder(mine, tmp_path)
    assert [there.exists(), mine.exists()] == [False, False]


def test_killed_engines_start_again_at_the_same_addresses_with_the_data(folder: Path) -> None:
    engines = Engines(folder, durable=False)
    with engines as found:
        ask(found["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
        for engine in (engines.postgres, engines.redis):
            assert engine is not None
            assert engine.child is not None
            os.kill(engine.child.pid, signal.SIGKILL)
            engine.child.wait(10)
            assert not engine.alive
            engine.start()
        assert ask(found["DATABASE_URL"], "SELECT number FROM kept") == [(7,)]
        assert ping(found["REDIS_URL"])


def test_engines_end_when_the_process_that_started_them_is_killed(
    folder: Path, started_elsewhere: subprocess.Popen[str]
) -> None:
    assert started_elsewhere.stdout is not None
    servers = [psutil.Process(int(pid)) for pid in started_elsewhere.stdout.readline().split()]
    started_elsewhere.kill()
    assert still_there(servers, 20) == []


def test_what_a_killed_run_left_is_ended_silently_by_the_next(
    folder: Path, started_elsewhere: subprocess.Popen[str]
) -> None:
    assert started_elsewhere.stdout is not None
    servers = [psutil.Process(int(pid)) for pid in started_elsewhere.stdout.readline().split()]
    for server in servers:
        server.suspend()  # so that the kernel's notice of the killed parent does not end them
    started_elsewhere.kill()
    started_elsewhere.wait()
    with Engines(folder, durable=False) as found:
        assert still_there(servers, 1) == []
        assert ask(found["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_a_second_start_in_the_same_folder_is_refused_and_the_first_goes_on(folder: Path) -> None:
    first, second = Engines(folder, durable=False), Engines(folder, durable=False)
    first.claim("http://127.0.0.1:8000 (process 7)")
    found = first.start()
    with pytest.raises(AlreadyRunning, match=r"running already: http://127.0.0.1:8000 \(process 7\)"):
        second.start()
    second.stop()
    assert ask(found["DATABASE_URL"], "SELECT 1") == [(1,)]
    first.stop()


def test_a_copied_folder_runs_beside_its_original_and_neither_touches_the_other(
    folder: Path, tmp_path: Path
) -> None:
    with Engines(folder, durable=False) as found:
        ask(found["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number; CHECKPOINT")
        copy = tmp_path / "copy"
        subprocess.run(["cp", "-Rp", str(folder), str(copy)], check=True)
        with Engines(copy, durable=False) as of_copy:
            assert of_copy["DATABASE_URL"] != found["DATABASE_URL"]
            assert ask(of_copy["DATABASE_URL"], "SELECT 1") == [(1,)]
        assert ask(found["DATABASE_URL"], "SELECT number FROM kept") == [(7,)]
        assert ping(found["REDIS_URL"])


def test_a_first_start_that_was_killed_half_way_is_begun_anew(folder: Path) -> None:
    (folder / "postgres.new" / "base").mkdir(parents=True)
    with Engines(folder, durable=False) as found:
        assert ask(found["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_data_of_another_version_are_refused_in_a_sentence_and_left_as_they_are(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("12\n")
    with pytest.raises(EngineError, match="version 12, not 18"):
        Engines(folder, durable=False).start()
    assert (folder / "postgres" / "PG_VERSION").read_text() == "12\n"


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="only root must change who it is")
@pytest.mark.parametrize(("way", "owner"), [("namespace", 0), ("65534", 65534)])
def test_root_runs_the_database_as_somebody_else_from_a_folder_that_only_root_may_enter(
    folder: Path, way: str, owner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.chmod(0o700)
    monkeypatch.setattr(identity, "candidates", lambda owner: [way])
    engines = Engines(folder, durable=False)
    with engines as found:
        assert ask(found["DATABASE_URL"], "SELECT 1") == [(1,)]
        assert engines.postgres is not None
        assert engines.postgres.child is not None
        status = Path(f"/proc/{engines.postgres.child.pid}/status").read_text()
        assert f"\nUid:\t{owner}\t" in status
        assert (folder / "postgres").stat().st_uid == owner
    assert folder.parent.stat().st_mode & 0o777 == 0o700
