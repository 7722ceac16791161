"""`/metrics`: who may read it, what the processes count, and what the database's rows tell."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import shared_task
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.enums import Stage
from core import clock
from core.accounts.roles import Role
from core.outbox.enums import Lane, Status
from core.outbox.models import OutgoingMessage
from runforsomething.ops import figures
from runforsomething.ops.slots import Slot
from tests.factories.people import make_candidate, make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-tests-of-24"


@pytest.fixture(autouse=True)
def token(settings: Any) -> Iterator[None]:
    settings.METRICS_TOKEN = TOKEN
    cache.clear()
    yield
    cache.clear()


def read() -> dict[str, float]:
    """Return what `/metrics` answers, by series."""
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line[0] != "#"}


def grown(before: dict[str, float], name: str) -> float:
    return read().get(name, 0) - before.get(name, 0)


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer ü"]
)
def test_without_the_token_it_answers_401(given: str) -> None:
    for client in (Client(), sign_in(make_user(Role.PROGRAM_STAFF))):
        for method in (client.get, client.post):
            answer = method("/metrics", headers={"Authorization": given})
            assert (answer.status_code, answer.content) == (401, b"")
            assert answer["WWW-Authenticate"] == "Bearer"


def test_without_a_token_in_the_settings_nobody_reads_it(settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    for given in ("Bearer ", "Bearer", f"Bearer {TOKEN}"):
        assert Client().get("/metrics", headers={"Authorization": given}).status_code == 401


def test_requests_are_counted_by_view_and_status() -> None:
    before = read()
    for path in ("/privacy/", "/privacy/", "/people/xanthippe/", "/people/other/"):
        Client().get(path)
    assert grown(before, 'rfs_requests_total{method="GET",status="200",view="ops:privacy"}') == 2
    assert grown(before, 'rfs_requests_total{method="GET",status="404",view="none"}') == 2
    assert grown(before, 'rfs_request_seconds_count{area="ops"}') >= 2
    assert not [series for series in read() if "xanthippe" in series]


def test_queries_are_counted_by_what_they_do() -> None:
    before = read()
    for _ in range(7):
        OutgoingMessage.objects.filter(pk=0).exists()
    OutgoingMessage.objects.filter(pk=0).update(attempts=1)
    assert grown(before, 'rfs_queries_total{operation="SELECT"}') >= 7
    assert grown(before, 'rfs_queries_total{operation="UPDATE"}') >= 1
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    assert grown(before, 'rfs_query_errors_total{error="DataError"}') == 1


@shared_task
def works() -> None: ...


@shared_task
def fails() -> None:
    raise ValueError


def test_tasks_are_counted_by_how_they_ended() -> None:
    before = read()
    works.apply()
    works.apply()
    fails.apply()
    name = "tests.ops.test_metrics"
    assert grown(before, f'rfs_tasks_total{{outcome="succeeded",task="{name}.works"}}') == 2
    assert grown(before, f'rfs_tasks_total{{outcome="failed",task="{name}.fails"}}') == 1
    assert grown(before, f'rfs_tasks_total{{outcome="succeeded",task="{name}.fails"}}') == 0
    assert read()[f'rfs_task_last_success_timestamp_seconds{{task="{name}.works"}}'] > 0


def message(number: int, **fields: Any) -> OutgoingMessage:
    return OutgoingMessage.objects.create(
        **{
            "kind": "account_mail",
            "lane": Lane.BULK,
            "to_address": "a@example.org",
            "key": str(number),
            **fields,
        }
    )


def test_the_outbox_tells_the_age_of_its_oldest_and_failures_by_kind() -> None:
    now = clock.now()
    message(1, not_before=now - timedelta(minutes=10))
    message(2, not_before=now - timedelta(minutes=2))
    message(3, not_before=now + timedelta(minutes=2))  # not due yet
    message(4, not_before=now - timedelta(days=2), status=Status.SENT)
    for number in (5, 6):
        message(number, kind="talk_booked", status=Status.FAILED)
    message(7, status=Status.FAILED)
    message(8, status=Status.SENDING, claimed_by=1)
    found = read()
    assert found['rfs_outbox_due{lane="bulk"}'] == 2
    assert 600 <= found['rfs_outbox_oldest_due_seconds{lane="bulk"}'] < 660
    assert (
        found['rfs_outbox_due{lane="security"}']
        == found['rfs_outbox_oldest_due_seconds{lane="security"}']
        == 0
    )
    assert found['rfs_outbox_failed{kind="talk_booked"}'] == 2
    assert found['rfs_outbox_failed{kind="account_mail"}'] == 1
    assert found["rfs_outbox_sending"] == 1


def test_the_pipeline_is_told_by_stage_and_standing() -> None:
    now = clock.now()
    for _ in range(3):
        make_candidate(now=now)
    make_candidate(now=now, stage=Stage.COMMITTED)
    make_candidate(now=now, standing="dormant")
    found = {series: value for series, value in read().items() if series.startswith("rfs_candidates{")}
    assert found == {
        'rfs_candidates{stage="signed_up",standing="active"}': 3,
        'rfs_candidates{stage="signed_up",standing="dormant"}': 1,
        'rfs_candidates{stage="committed",standing="active"}': 1,
    }


def queries_of_a_scrape() -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def test_a_scrape_takes_constant_queries_and_counts_people_once_a_minute() -> None:
    first, again = queries_of_a_scrape(), queries_of_a_scrape()
    for _ in range(30):
        make_candidate(now=clock.now())
    cache.clear()
    counts = 2  # of candidates, of candidacies
    assert queries_of_a_scrape() == first
    assert queries_of_a_scrape() == again < first - counts


def test_the_outbox_is_read_by_index() -> None:
    OutgoingMessage.objects.bulk_create(
        OutgoingMessage(
            kind="account_mail", lane=Lane.BULK, to_address="a@example.org", key=f"k{n}", status="sent"
        )
        for n in range(3_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outbox_outgoingmessage")
        for query in (figures.DUE % "now()", figures.FAILED, figures.SENDING):
            cursor.execute(f"EXPLAIN {query}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Seq Scan" not in plan, plan


def test_a_database_that_does_not_answer_leaves_its_figures_out() -> None:
    def refuse(*_: Any) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(refuse):
        found = read()
    assert found["rfs_figures_up"] == 0
    assert not [series for series in found if series.startswith(("rfs_outbox", "rfs_candidates"))]
    assert any(series.startswith("rfs_requests_total") for series in found)


def test_each_process_has_a_number_of_its_own_and_the_next_takes_it_over(tmp_path: Path) -> None:
    first, second = Slot(tmp_path), Slot(tmp_path)
    assert (first(), second(), first()) == (0, 1, 0)
    for _ in range(3):  # one after the other: each takes the number that the one before has left
        assert number_in_a_child(first) == 2


def number_in_a_child(slot: Slot) -> int:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, str(slot()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        return int(answer.read())
