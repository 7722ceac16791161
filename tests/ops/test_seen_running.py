"""A whole system, two web processes and a worker, in which somebody signed up, signed in and booked a talk."""

import json
import os
import re
import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import psycopg2
import pytest

from tests.faults.browserless import Browser
from tests.faults.waiting import wait_until
from tests.ops.walker import TYPED, sign_up_form, told_of_the_walker
from tests.stack import Stack

pytestmark = pytest.mark.stack
MAIL = TYPED["email"]
TOKEN = "a-token-of-the-tests-of-24"
BRING_TO_A_CALL = """
from candidates.models import Candidate
from core import clock
from tests.factories.people import introduce, make_interviewer
introduce(Candidate.objects.get(user__email="xanthippe.q@example.org"), now=clock.now())
make_interviewer(notice_hours=1)
"""


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("logs")
    given = {"LOG_LEVEL": "DEBUG", "TICK_SECONDS": "1", "METRICS_TOKEN": TOKEN}
    with Stack(folder, web_workers=2, demo=False, offices=False, **given) as running:
        running.manage("shell", "-v0", "-c", "from tests.faults import cast; cast.build_the_place()")
        yield running


@pytest.fixture(scope="module")
def request_id(system: Stack) -> str:
    """Walk; return the id of the request in which the walker signed up."""
    browser = Browser(system.url)
    typed = {name: value for name, value in sign_up_form().items() if name != "form_key"}
    page, fields = browser.fill_in(f"/signup/?email={MAIL}", **typed)
    assert browser.post(page, fields | {"first_name": ""}).status == 422
    answer = browser.post(page, fields)
    assert answer.status == 302, answer.text
    system.wait_mail(MAIL)
    sign_in(browser, system)
    system.manage("shell", "-v0", "-c", BRING_TO_A_CALL)
    asked = browser.post(*browser.fill_in("/interviews/", form_key=str(uuid4())))
    assert asked.location == "/interviews/", asked.text
    starts = re.findall(r'name="start" value="([^"]+)"', browser.get("/interviews/").text)
    action, fields = browser.fill_in("/interviews/", form_key=str(uuid4()))
    assert browser.post(action, fields | {"start": starts[0]}).location == "/interviews/confirm/"
    held = browser.fill_in("/interviews/confirm/", form_key=str(uuid4()))
    assert browser.post(*held).location == "/interviews/"
    for path in ("/me/", f"/people/{MAIL}/", f"/mail/?to={MAIL}", f"/accounts/login/?next=/me/?{MAIL}"):
        browser.get(path)
    Browser(system.url).post("/signup/", sign_up_form())  # refused: it comes from nowhere
    refused_by_the_database(system)
    requests = [event for event in events_of(system, "web") if event.get("request") == "POST /signup/"]
    return next(event["request_id"] for event in requests if event["code"] == 302)


def sign_in(browser: Browser, system: Stack) -> None:
    already = len(system.mails(MAIL))
    answer = browser.post(*browser.fill_in("/accounts/login/code/", email=MAIL))
    code = system.wait_mail(MAIL, after=already).code
    assert browser.post(*browser.fill_in(answer.location, code=code)).location == "/home/"


def refused_by_the_database(system: Stack) -> None:
    """What PostgreSQL quotes in its own log by default: the statement, and the values of the row."""
    again = "INSERT INTO accounts_user SELECT * FROM accounts_user WHERE email = %s"
    with (
        closing(psycopg2.connect(system.env["DATABASE_URL"])) as connection,
        connection.cursor() as cursor,
        pytest.raises(psycopg2.IntegrityError, match="duplicate key"),
    ):
        cursor.execute(again, [MAIL])


def events_of(system: Stack, part: str) -> list[dict[str, Any]]:
    """The lines of a part's log as their words by name."""
    lines = Path(system.log_dir, f"{part}.log").read_text().splitlines()
    return [_event(line) for line in lines if re.match(r"\d{4}-\d\d-\d\dT\S+Z \[", line)]


def _event(line: str) -> dict[str, Any]:
    pairs = dict(re.findall(r"(\w+)=('[^']*'|\S+)", line))
    named = {name: value.strip("'") for name, value in pairs.items()}
    return {**named, "code": int(named.get("code", 0)), "event": line.split("] ", 1)[1].split(" ")[0]}


def test_no_log_file_says_anything_of_the_walker(system: Stack, request_id: str) -> None:
    files = {file.name: file.read_text(errors="replace") for file in system.log_dir.glob("*.log")}
    assert {"web.log", "worker.log", "beat.log", "postgres.log", "redis.log"} <= set(files)
    assert "duplicate key value" in files["postgres.log"]
    assert "POST /interviews/book/" in files["web.log"]
    assert {name: told_of_the_walker(text) for name, text in files.items()} == {name: [] for name in files}


def test_the_task_that_a_sign_up_rang_for_tells_the_sign_ups_id(system: Stack, request_id: str) -> None:
    def rung_for() -> list[dict[str, Any]]:
        return [event for event in events_of(system, "worker") if event.get("request_id") == request_id]

    wait_until(rung_for)
    assert {event["task"] for event in rung_for()} >= {"candidates.tasks.absorb_intakes"}
    assert all(event["task_id"] for event in rung_for())


def figures(system: Stack) -> dict[str, float]:
    """What `/metrics` answers, by series."""
    request = urllib.request.Request(f"{system.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request) as answer:
        lines = answer.read().decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line[0] != "#"}


def test_two_web_processes_count_together_and_one_that_dies_takes_nothing_away(system: Stack) -> None:
    privacy = 'rfs_requests_total{method="GET",status="200",view="ops:privacy"}'
    before = figures(system).get(privacy, 0)
    served = {ask_for_privacy(system) for _ in range(40)}
    assert served == {200}
    counts = {figures(system)[privacy] for _ in range(10)}  # whichever process answers
    assert counts == {before + 40}
    counting = {file.name for file in Path(system.local_dir, "metrics").glob("*.db")}
    masters_child = psutil.Process(system.web.pid).children()[0]
    masters_child.kill()
    wait_until(lambda: len(psutil.Process(system.web.pid).children()) == 2 and not masters_child.is_running())
    system.wait_until_ready()
    assert {ask_for_privacy(system) for _ in range(40)} == {200}
    assert {figures(system)[privacy] for _ in range(10)} == {before + 80}
    assert {file.name for file in Path(system.local_dir, "metrics").glob("*.db")} == counting


def ask_for_privacy(system: Stack) -> int | None:
    return system.status("/privacy/")


def test_what_the_worker_did_is_told_by_the_web(system: Stack, request_id: str) -> None:
    found = figures(system)
    assert found['rfs_tasks_total{outcome="succeeded",task="candidates.tasks.absorb_intakes"}'] >= 1
    ended = found['rfs_task_last_success_timestamp_seconds{task="core.outbox.tasks.send_due"}']
    assert abs(time.time() - ended) < 60
    assert found['rfs_candidates{stage="introduced",standing="active"}'] == 1
    assert found['rfs_queries_total{operation="INSERT"}'] > 0


def ready(system: Stack) -> tuple[int, dict[str, Any], float]:
    """Return the status of `/readyz`, what it says, and how many seconds it took."""
    started = time.monotonic()
    answer = Browser(system.url).get("/readyz")
    return answer.status, json.loads(answer.text), time.monotonic() - started


def test_without_redis_the_system_is_ready_and_says_so(system: Stack) -> None:
    assert ready(system)[:2] == (200, {"ready": True, "database": "ok", "redis": "ok"})
    for stop, resume in ((hang, wake), (kill, start)):
        stop(system.redis)
        status, report, seconds = ready(system)
        assert (status, report) == (200, {"ready": True, "database": "ok", "redis": "away"})
        assert seconds < 2
        resume(system.redis)
    assert ready(system)[1]["redis"] == "ok"


def test_without_its_database_the_system_is_not_ready_and_says_so_at_once(system: Stack) -> None:
    for stop, resume in ((hang, wake), (kill, start)):
        stop(system.postgres)
        for _ in range(4):
            status, report, seconds = ready(system)
            assert (status, report["database"]) == (503, "away")
            assert seconds < 2
        assert system.status("/healthz") == 200
        resume(system.postgres)
        system.wait_until_ready()


def hang(engine: Any) -> None:
    for process in family(engine):
        process.suspend()


def wake(engine: Any) -> None:
    for process in family(engine):
        process.resume()


def kill(engine: Any) -> None:
    os.kill(engine.child.pid, signal.SIGKILL)
    engine.child.wait(10)


def start(engine: Any) -> None:
    engine.start()


def family(engine: Any) -> list[psutil.Process]:
    parent = psutil.Process(engine.child.pid)
    return [parent, *parent.children(recursive=True)]
