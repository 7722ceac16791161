"""What every test may use."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import pgtrigger
import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from tests.emptying import Emptying, may_leave_first_rows

gc.set_threshold(100_000, 20, 50)

# How long an example takes says something of the machine's load and nothing of the code.
settings.register_profile("steady", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=15)
settings.load_profile(os.environ.get("PROPERTIES", "steady"))


@pytest.fixture(autouse=True, scope="session")
def the_database_is_emptied_between_tests() -> Iterator[None]:
    """The one named bypass of the append-only triggers: emptying the database after a transactional test."""
    flush = TransactionTestCase._fixture_teardown
    emptying: Emptying | None = None

    def empty(self: TransactionTestCase) -> None:
        nonlocal emptying
        if emptying and may_leave_first_rows(self) and emptying.empty():
            return
        with pgtrigger.ignore():
            flush(self)
        emptying = Emptying() if may_leave_first_rows(self) else None

    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def swept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a module that loads very much and undoes it: no dead rows are left for the tests after it to wade through."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@pytest.fixture(autouse=True)
def in_english_unless_a_test_says_otherwise() -> None:
    """A request in Spanish leaves its language to whatever runs after it in the same thread."""
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    """A Monday at noon in Chicago, with no clock change near."""
    return datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
