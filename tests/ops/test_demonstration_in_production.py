"""Production refuses to start with people who belong to nobody."""

import importlib
from typing import Any

import pytest
from celery.signals import beat_init, worker_init
from django.core import checks as django_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError
from pytest_django import Settings

from core.accounts.models import User
from runforsomething.ops import checks
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Settings) -> None:
    settings.DEMONSTRATION = False


@pytest.fixture
def a_demonstration_user() -> None:
    make_user(is_demonstration=True)


@pytest.mark.parametrize("entry", ["runforsomething.wsgi", "runforsomething.asgi"])
def test_the_web_does_not_start(
    entry: str, production: None, a_demonstration_user: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for server in ("wsgi", "asgi"):
        monkeypatch.setattr(f"django.core.{server}.get_{server}_application", lambda: None)
    with pytest.raises(ImproperlyConfigured, match="demonstration users"):
        importlib.reload(importlib.import_module(entry))
    User.objects.update(is_demonstration=False)
    importlib.reload(importlib.import_module(entry))


@pytest.mark.parametrize("signal", [worker_init, beat_init], ids=["worker", "beat"])
def test_workers_and_their_clock_do_not_start(
    signal: Any, production: None, a_demonstration_user: None
) -> None:
    with pytest.raises(SystemExit, match="demonstration users"):
        signal.send(sender=None)


def test_migrate_tells_of_them(production: None, a_demonstration_user: None) -> None:
    with pytest.raises(SystemCheckError, match=r"ops\.E001"):
        call_command("check", databases=["default"])


def test_real_people_are_welcome(production: None) -> None:
    make_user()
    checks.refuse_demonstration()
    assert checks.no_demonstration_users(databases=["default"]) == []


def test_on_one_machine_a_demonstration_is_welcome(a_demonstration_user: None) -> None:
    checks.refuse_demonstration()
    errors = django_checks.run_checks(tags=["database"], databases=["default"])
    assert not [error for error in errors if error.id == "ops.E001"]


def test_a_database_that_is_away_is_not_this_checks_to_report(
    production: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: Any, **_options: Any) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(User.objects, "filter", away)
    checks.refuse_demonstration()
