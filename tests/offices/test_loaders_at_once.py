import threading
from collections.abc import Iterator

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from offices.models import Contest, Division, Holder, Office, ZipCode
from tests.offices.conftest import EXTRACTS


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the test writes is committed, and swept away afterwards without flushing everybody's tables."""
    with django_db_blocker.unblock():
        yield
        with pgtrigger.ignore():
            for model in (Holder, Contest, Office, ZipCode, Division):
                model._default_manager.all().delete()


@pytest.mark.slow
def test_two_loaders_at_once_do_the_work_once(few_zip_codes: None, committed: None) -> None:
    failures: list[BaseException] = []

    def loader() -> None:
        try:
            call_command("load_offices", data_dir=EXTRACTS, quiet=True)
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=loader) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Holder.objects.count() == 4
    assert Office.pgh_event_model.objects.count() == 0
