"""What every test may use."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pgtrigger
import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

# How long an example takes says something of the machine's load and nothing of the code.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True, scope="session")
def append_only_tables_may_be_emptied_between_tests() -> Iterator[None]:
    """The one named bypass: emptying the test database after a transactional test."""
    empty = TransactionTestCase._fixture_teardown

    def empty_without_triggers(self: TransactionTestCase) -> None:
        with pgtrigger.ignore():
            empty(self)

    TransactionTestCase._fixture_teardown = empty_without_triggers  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def swept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For a module that loads very much and undoes it: no dead rows are left for the tests after it to wade through."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@pytest.fixture
def now() -> datetime:
    """A Monday at noon in Chicago, with no clock change near."""
    return datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
