"""Alive and ready are two things; what is away is said by name."""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from runforsomething.ops import health
from runforsomething.ops.serve import DRAINING


def test_alive_asks_nobody() -> None:
    answer = Client().get("/healthz")  # with no leave to use the database
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_names_each_part() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": "ok", "redis": "ok"})


@pytest.mark.django_db(transaction=True)
def test_a_pending_migration_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_known_migrated", False)
    recorder = MigrationRecorder(connection)
    (last,) = MigrationLoader(connection).graph.leaf_nodes("once")
    recorder.record_unapplied(*last)
    try:
        answer = Client().get("/readyz")
    finally:
        recorder.record_applied(*last)
    assert (answer.status_code, answer.json()["database"]) == (503, "not migrated")
    assert Client().get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_server_that_is_about_to_stop_is_not_ready_but_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "draining"
    monkeypatch.setitem(os.environ, DRAINING, str(file))
    assert Client().get("/readyz").status_code == 200
    file.touch()
    answer = Client().get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["draining"]) == (503, True)
    assert Client().get("/healthz").status_code == 200
