"""Two web servers behind a proxy, restarted in turn under POST load: no request fails, none counts twice."""

import http.client
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import psycopg2
import pytest

from runforsomething.ops.engines.child import Child
from tests.faults.browserless import Browser
from tests.faults.size import FULL
from tests.faults.waiting import wait_until
from tests.ops.small_proxy import SmallProxy, _is_ready
from tests.stack import HOST, ROOT, Stack, free_port

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.alone]
ROUNDS = 10 if FULL else 1
SENDERS = 6
DRAIN_SECONDS = 2
# As many as the proxy in front asks for: long enough to be seen, short enough for a test.
IN_ROTATION_SECONDS = 1.5


class TwoServers(Stack):
    """A system whose web is served by two servers, as a real installation starts them."""

    def __init__(self, folder: Path, *, drain_seconds: float) -> None:
        given = {"DRAIN_SECONDS": str(drain_seconds), "TICK_SECONDS": "300"}
        super().__init__(folder, demo=False, offices=False, with_beat=False, with_worker=False, **given)

    def _make_parts(self) -> None:
        super()._make_parts()
        self.ports = [self.port, free_port()]
        self.webs = [self._server(f"web{number}", port) for number, port in enumerate(self.ports)]
        self.web = self.webs[0]
        self._parts = list(self.webs)

    def _server(self, name: str, port: int) -> Child:
        size = ["--workers", "1", "--threads", "4", "--graceful-timeout", "20"]
        command = ["runforsomething.ops.serve", *size, "--bind", f"{HOST}:{port}"]
        child = self._child(name, command)
        child.grace_seconds = 40
        return child

    def restart_in_turn(self) -> None:
        """Stop each, start it again, and wait until it is back in rotation, before the next one's turn."""
        for web, port in zip(self.webs, self.ports, strict=True):
            web.ask_to_stop()
            assert web.wait(40), "it did not end in its time"
            assert web.returncode == 0
            web.start()
            wait_until(lambda port=port: _is_ready(port), seconds=60, what=f"the server on {port} is back")
            time.sleep(IN_ROTATION_SECONDS)

    def stop(self) -> None:
        for web in getattr(self, "webs", []):
            web.stop()
        super().stop()

    def received(self) -> int:
        """How many sign-ups have arrived."""
        with closing(psycopg2.connect(self.env["DATABASE_URL"])) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*), count(DISTINCT form_key) FROM candidates_intake")
            rows, keys = cursor.fetchone()
        assert rows == keys
        return int(rows)


class Load:
    """People who sign up one after the other, as fast as they are answered, until told to stop."""

    def __init__(self, url: str) -> None:
        self.answers: Counter[str] = Counter()
        self._browser = Browser(url)
        self._path, self._fields = self._browser.fill_in(
            "/signup/", first_name="Ann", last_name="Sample", email="", postal_code="78701",
            date_of_birth="1998-05-17", exploring="on", values="on", consent="on",
        )  # fmt: skip
        self._stop = threading.Event()
        self._senders = [threading.Thread(target=self._send) for _ in range(SENDERS)]

    def __enter__(self) -> "Load":
        for sender in self._senders:
            sender.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for sender in self._senders:
            sender.join()

    @property
    def failed(self) -> int:
        """How many were not told that their sign-up has arrived."""
        return self.answers.total() - self.answers["302"]

    def _send(self) -> None:
        cookies = "; ".join(f"{name}={value}" for name, value in self._browser.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        while not self._stop.is_set():
            fields = self._fields | {"email": f"{uuid4().hex}@example.org", "form_key": str(uuid4())}
            self.answers[self._answer(urlencode(fields), headers)] += 1

    def _answer(self, body: str, headers: dict[str, str]) -> str:
        with closing(http.client.HTTPConnection(self._browser.host, timeout=60)) as connection:
            try:
                connection.request("POST", self._path, body, headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                return type(error).__name__
            return str(answer.status)


def restart_under_load(system: TwoServers, url: str) -> Load:
    """Restart both, ROUNDS times, while people sign up; print what was counted."""
    before = system.received()
    started = time.monotonic()
    with Load(url) as load:
        time.sleep(1)
        for _ in range(ROUNDS):
            system.restart_in_turn()
    arrived = system.received() - before
    print(
        f"\n{2 * ROUNDS} restarts in {time.monotonic() - started:.0f} s: {load.answers.total()} POST requests, "
        f"{load.failed} failed, {arrived} arrived; answers {dict(load.answers)}"
    )
    assert load.answers["302"] <= arrived <= load.answers.total()
    return load


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoServers]:
    with TwoServers(tmp_path_factory.mktemp("two"), drain_seconds=DRAIN_SECONDS) as running:
        running.manage("shell", "-v0", "-c", "from tests.faults import cast; cast.build_the_place()")
        for port in running.ports:
            wait_until(lambda port=port: _is_ready(port), seconds=60)
        yield running
    assert running.left_behind() == []


def test_no_request_fails_while_two_servers_are_restarted_in_turn(system: TwoServers) -> None:
    with SmallProxy(system.ports) as proxy:
        wait_until(lambda: sorted(proxy.ready) == sorted(system.ports))
        load = restart_under_load(system, proxy.url)
    assert load.answers.total() >= 50 * ROUNDS
    assert load.failed == 0


@contextmanager
def caddy(system: TwoServers) -> Iterator[str]:
    """The proxy of `deploy/`, in front of the two servers."""
    port = free_port()
    env = os.environ | {
        "SITE_ADDRESS": f"http://{HOST}:{port}",
        "HEALTH_HOST": HOST,
        "WEB_SERVERS": " ".join(f"{HOST}:{server}" for server in system.ports),
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": str(free_port()),
        "XDG_DATA_HOME": str(system.folder),
        "XDG_CONFIG_HOME": str(system.folder),
    }
    command = [
        str(shutil.which("caddy")),
        "run",
        "--config",
        str(ROOT / "deploy/Caddyfile"),
        "--adapter",
        "caddyfile",
    ]
    log = system.folder / "caddy.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, env=env, stdout=output, stderr=output) as process,
    ):
        try:
            wait_until(lambda: _is_ready(port), seconds=20, what="Caddy answers")
            time.sleep(2)  # it has looked at both
            yield f"http://{HOST}:{port}"
        finally:
            process.terminate()


@pytest.mark.caddy
def test_no_request_fails_behind_the_real_proxy(system: TwoServers) -> None:
    with caddy(system) as url:
        assert Browser(url).get("/metrics").status == 404
        assert "Server" not in Browser(url).get("/privacy/").headers
        load = restart_under_load(system, url)
    assert load.answers.total() >= 50 * ROUNDS
    assert load.failed == 0


def test_a_server_that_is_told_to_stop_says_so_serves_on_and_ends_in_order(system: TwoServers) -> None:
    web, port = system.webs[1], system.ports[1]
    web.ask_to_stop()
    wait_until(lambda: not _is_ready(port), seconds=1.5, what="it says that it is about to stop")
    for _ in range(3):
        assert Browser(f"http://{HOST}:{port}").get("/privacy/").status == 200
    assert web.wait(30)
    assert web.returncode == 0
    web.start()
    wait_until(lambda: _is_ready(port), seconds=60)


def test_a_server_that_dies_takes_its_launcher_with_it(tmp_path: Path) -> None:
    """What keeps it running must hear of its end."""
    command = [sys.executable, "-m", "runforsomething.ops.serve", "--bind", "not-an-address:-1"]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"DRAIN_SECONDS": "60"}, capture_output=True, timeout=60
    )
    assert done.returncode not in (0, None)
