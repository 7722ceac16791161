"""One line an event, with the ids that tie a request to its task; nothing of the people whom it is about."""

import io
import json
import logging
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import structlog
from celery import shared_task
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django_structlog.celery.receivers import CeleryReceiver

from candidates.models import Candidate
from candidates.tasks import absorb_intakes
from core import clock
from core.accounts.models import User
from core.outbox.tasks import send_due
from interviews import booking
from runforsomething.ops.check import PRODUCTION
from runforsomething.ops.logs import logging_settings
from tests.factories.offices import ZipCodeFactory
from tests.factories.people import introduce, make_interviewer, make_user
from tests.ops.walker import TYPED, sign_up_form, told_of_the_walker

NAME = f"{TYPED['first_name']} {TYPED['last_name']}"
MAIL = TYPED["email"]


class Written:
    """What a process has written: `text` as our logs do, `plain` as they would if nobody took care."""

    def __init__(self, *, as_json: bool) -> None:
        chosen = logging_settings(as_json=as_json, level="DEBUG")
        made = logging.config.DictConfigurator(chosen).configure_formatter(chosen["formatters"]["line"])
        self._line, self._plain = io.StringIO(), io.StringIO()
        self.handlers = [logging.StreamHandler(self._line), logging.StreamHandler(self._plain)]
        self.handlers[0].setFormatter(made)
        careless = [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.dev.ConsoleRenderer(),
        ]
        self.handlers[1].setFormatter(structlog.stdlib.ProcessorFormatter(processors=careless))

    @property
    def text(self) -> str:
        return self._line.getvalue()

    @property
    def plain(self) -> str:
        return self._plain.getvalue()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def event(self, name: str) -> dict[str, Any]:
        return next(event for event in self.events if event["event"] == name)


@pytest.fixture(params=[True], ids=["json"])
def written(request: pytest.FixtureRequest) -> Iterator[Written]:
    """Everything at DEBUG, from here on."""
    found = Written(as_json=request.param)
    root, level = logging.getLogger(), logging.getLogger().level
    structlog.contextvars.clear_contextvars()
    receiver = CeleryReceiver()
    receiver.connect_worker_signals()  # as a worker does
    root.setLevel(logging.DEBUG)
    for handler in found.handlers:
        root.addHandler(handler)
    try:
        yield found
    finally:
        structlog.contextvars.clear_contextvars()
        root.setLevel(level)
        for handler in found.handlers:
            root.removeHandler(handler)


def code_in(text: str) -> str:
    return next(
        line.strip() for line in text.splitlines() if re.fullmatch(r"\s*([A-Z0-9-]{9}|\d{6})\s*", line)
    )


def walk() -> Candidate:
    """Sign up twice, mistype, sign in by code, ask for a talk and book it; run the tasks as a worker does."""
    client = Client()
    assert client.post(f"/signup/?utm_source=x&email={MAIL}", sign_up_form(first_name="")).status_code == 422
    for _ in range(2):
        assert client.post(f"/signup/?email={MAIL}", sign_up_form()).status_code == 302
        absorb_intakes.apply()
    client.post("/accounts/login/code/", {"email": MAIL})
    send_due.apply()
    client.post("/accounts/login/code/confirm/", {"code": "WRNG-CODE"})
    code = code_in(mail.outbox[-1].body)
    assert client.post("/accounts/login/code/confirm/", {"code": code})["Location"] == "/home/"
    candidate = Candidate.objects.get(user__email=MAIL)
    introduce(candidate, now=clock.now())
    make_interviewer()
    assert client.post("/interviews/", {"form_key": sign_up_form()["form_key"]}).status_code == 302
    start = next(iter(booking.free_talks(candidate, now=clock.now())))
    booked = {"form_key": sign_up_form()["form_key"], "start": f"{start:%Y-%m-%dT%H:%M:%S%z}"}
    assert client.post("/interviews/book/", booked)["Location"] == "/interviews/"
    for page in ("/me/", "/interviews/", f"/me/?name={NAME}", f"/people/{MAIL}/", f"/mail/?to={MAIL}"):
        client.get(page)
    send_due.apply()
    return candidate


@pytest.mark.django_db
@pytest.mark.parametrize("written", [True, False], ids=["json", "readable"], indirect=True)
def test_the_walk_leaves_nothing_of_the_walker_in_the_logs(written: Written) -> None:
    ZipCodeFactory(code="78701", state="TX", time_zone="America/Chicago")
    candidate = walk()
    assert candidate.user.first_name == TYPED["first_name"]
    assert MAIL in str([message.to for message in mail.outbox])
    for told in (
        "request_finished",
        "POST /signup/",
        "task_succeeded",
        "POST /interviews/book/",
        "(no such page)",
    ):
        assert told in written.text
    assert str(candidate.user.pk) in written.text
    assert told_of_the_walker(written.text) == []


@pytest.mark.django_db
def test_a_line_says_which_request_whose_and_how_long(written: Written) -> None:
    client, user = Client(), make_user()
    client.force_login(user)
    answer = client.get("/me/", {"email": MAIL})
    event = written.event("request_finished")
    assert event["request"] == "GET /me/"
    assert (event["code"], event["user_id"], event["level"]) == (answer.status_code, user.pk, "info")
    assert event["request_id"] == answer["X-Request-ID"]
    assert event["duration_ms"] >= 0
    assert set(event) == {
        "event", "request", "code", "user_id", "request_id", "duration_ms", "level", "logger", "timestamp",
    }  # fmt: skip


def test_health_checks_leave_no_line(written: Written) -> None:
    Client().get("/healthz")
    assert "request_finished" not in written.text


@pytest.mark.django_db
def test_an_address_with_a_secret_is_told_by_its_route(written: Written) -> None:
    Client().get("/signup/link/a-secret-token/")
    assert written.event("request_finished")["request"] == "GET /signup/link/<str:token>/"
    assert "a-secret-token" not in written.text


@shared_task
def rung_for() -> None:
    logging.getLogger("core.rung").info("At work.")


@shared_task
def failing(person: str) -> None:
    raise ValueError(f"{person} is not to be told")


@shared_task
def doubling(person: str) -> None:
    with transaction.atomic():
        User.objects.create_user(person)
        User.objects.create_user(person)


def test_what_a_task_says_carries_its_id_and_name(written: Written) -> None:
    rung_for.apply()
    for event in (written.event("At work."), written.event("task_succeeded")):
        assert re.fullmatch(r"[0-9a-f-]{36}", event["task_id"])
        assert event["task"] == "tests.ops.test_logs.rung_for"


# Each trap would tell of the walker: `plain` shows that it does where nobody takes care.
def refused_row() -> None:
    try:
        doubling(MAIL)
    except IntegrityError:
        logging.getLogger("candidates.intake").exception("The sign-up %s could not be absorbed.", 7)


def somebody_elses_line() -> None:
    logging.getLogger("some.library").warning("Unhappy with %s", NAME)


def somebody_elses_line_by_name() -> None:
    logging.getLogger("some.library").warning("Task of %(who)s: %(n)d", {"who": NAME, "n": 3})


def words_put_together_before() -> None:
    logging.getLogger("some.library").error(f"Cannot reach {MAIL} at {TYPED['phone']}")


def a_line_of_gunicorn() -> None:
    logging.getLogger("gunicorn.error").error("Error handling request %s", f"/signup/?email={MAIL}")


def an_unknown_host() -> None:
    with override_settings(ALLOWED_HOSTS=["example.org"]):
        assert Client().get("/", HTTP_HOST="xanthippe-quokkabury.example").status_code == 400


def a_page_that_fails() -> None:
    Client(raise_request_exception=False).get(f"/fails/{NAME}/")


def a_page_whose_row_is_refused() -> None:
    assert Client(raise_request_exception=False).get(f"/doubles/{MAIL}/").status_code == 500


def a_task_that_fails() -> None:
    failing.apply(args=[NAME])


def a_task_whose_row_is_refused() -> None:
    doubling.apply(args=[MAIL])


def a_task_that_was_revoked() -> None:
    logging.getLogger("celery.worker.request").error("Discarding revoked task %s of %s", "x", NAME)


def values_of_a_query() -> None:
    logger, debugged = logging.getLogger("django.db.backends"), connection.force_debug_cursor
    level, connection.force_debug_cursor = logger.level, True
    logger.setLevel(logging.DEBUG)  # somebody looks for a fault
    try:
        User.objects.filter(email=MAIL).exists()
    finally:
        connection.force_debug_cursor = debugged
        logger.setLevel(level)


def a_warning() -> None:
    logging.captureWarnings(True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(f"{NAME} was born on a naive date", RuntimeWarning, stacklevel=1)
    finally:
        logging.captureWarnings(False)


def an_error_behind_an_error() -> None:
    try:
        try:
            raise LookupError(MAIL)
        except LookupError as first:
            raise RuntimeError(NAME) from first
    except RuntimeError:
        logging.getLogger("core.outbox").exception("Could not.")


def a_value_by_an_unknown_name() -> None:
    structlog.get_logger("core.anything").info(
        "happened", who=NAME, whom=[MAIL], birth=TYPED["date_of_birth"]
    )


TRAPS = [
    refused_row, somebody_elses_line, somebody_elses_line_by_name, words_put_together_before, a_line_of_gunicorn,
    an_unknown_host, a_page_that_fails, a_page_whose_row_is_refused, a_task_that_fails,
    a_task_whose_row_is_refused, a_task_that_was_revoked, values_of_a_query, a_warning, an_error_behind_an_error,
    a_value_by_an_unknown_name,
]  # fmt: skip


@login_not_required
def fails(request: HttpRequest, person: str) -> HttpResponse:
    raise ValueError(person)


@login_not_required
def doubles(request: HttpRequest, person: str) -> HttpResponse:
    doubling(person)
    return HttpResponse()


urlpatterns = [path("fails/<str:person>/", fails), path("doubles/<str:person>/", doubles)]


@pytest.mark.django_db
@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.__name__)
@override_settings(ROOT_URLCONF=__name__)
def test_what_quotes_a_person_is_told_without_the_person(trap: Any, written: Written) -> None:
    trap()
    assert written.events, "nothing was written at all"
    assert told_of_the_walker(written.text) == []
    assert told_of_the_walker(written.plain), "this is no trap"


@pytest.mark.django_db
def test_a_refused_row_is_told_by_its_constraint_and_place(written: Written) -> None:
    refused_row()
    told = written.events[-1]["exception"]
    assert 'IntegrityError: duplicate key value violates unique constraint "' in told
    assert "test_logs.py" in told
    assert "DETAIL" not in told


def test_a_fault_in_the_configuration_is_told_in_full(written: Written) -> None:
    from django.core.exceptions import ImproperlyConfigured

    with suppress(ImproperlyConfigured):
        try:
            raise ImproperlyConfigured("SECRET_KEY is not set: give a long random text.")
        except ImproperlyConfigured:
            logging.getLogger("gunicorn.error").exception("Exception in worker process")
            raise
    assert "SECRET_KEY is not set: give a long random text." in written.text


def test_production_writes_json_and_one_machine_readable_lines() -> None:
    script = (
        "import django, logging; from django.conf import settings; django.setup();"
        "logging.getLogger('core.x').warning('Seen %s', 3)"
    )
    found = {}
    for name in ("production", "dev"):
        env = PRODUCTION | {
            "DATABASE_URL": "postgres://a@b/c",
            "REDIS_URL": "redis://x",
            "DJANGO_SETTINGS_MODULE": f"runforsomething.settings.{name}",
        }
        done = subprocess.run(
            [sys.executable, "-c", script], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True
        )
        found[name] = done.stderr.strip()
    line = json.loads(found["production"])
    assert (line["event"], line["level"], line["logger"]) == ("Seen 3", "warning", "core.x")
    assert re.fullmatch(r"\S+Z \[warning\s*\] Seen 3\s+\[core.x\]", found["dev"])
