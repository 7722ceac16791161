"""What changes after a message was written, and before it leaves, is heeded: whom it is for, where, and whether."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from core.accounts.models import User
from core.outbox import last_look, sending
from core.outbox.enums import Status, Suppressed
from core.outbox.models import Hold, OutgoingMessage
from core.outbox.sending import send_due
from core.outbox.services import enqueue, enqueue_sealed
from core.outbox.suppression import key_of_address, suppress
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


class Meanwhile(EmailBackend):
    """A mail server during whose first mail something happens."""

    happens: ClassVar[Callable[[], object]]

    def send_messages(self, messages: Any) -> int:
        sent: int = super().send_messages(messages)
        if len(mail.outbox) == 1:
            Meanwhile.happens()
        return sent


@pytest.fixture
def meanwhile(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let something happen while the first mail leaves, for which the mail server takes so many seconds."""
    seconds = 0.0
    for module in (last_look, sending):
        monkeypatch.setattr(module, "monotonic", lambda: seconds)
    settings.EMAIL_BACKEND = f"{__name__}.Meanwhile"

    def let(happen: Callable[[], object], after: float = 5.0) -> None:
        def happens() -> None:
            nonlocal seconds
            seconds += after
            happen()

        monkeypatch.setattr(Meanwhile, "happens", staticmethod(happens), raising=False)

    return let


@pytest.fixture
def two(now: datetime) -> list[User]:
    """Two people with a message each, in this order."""
    people = [make_user(first_name=name, email=f"{name}@example.org") for name in ("ann", "bob")]
    for number, user in enumerate(people):
        enqueue("mentor_left", user, key=user.first_name, not_before=now - timedelta(minutes=2 - number))
    return people


def found(key: str) -> tuple[str, str]:
    message = OutgoingMessage.objects.get(key=key)
    return message.status, message.failure


def test_whoever_wants_no_more_mail_while_the_batch_is_under_way_gets_none(
    two: list[User], now: datetime, meanwhile: Any
) -> None:
    meanwhile(lambda: suppress([key_of_address("bob@example.org")], Suppressed.COMPLAINED, at=now))
    assert send_due(now=now) == {Status.SENT: 1, Status.CANCELLED: 1}
    assert found("bob") == (Status.CANCELLED, "complained")


def test_what_is_held_back_while_the_batch_is_under_way_stays(
    two: list[User], now: datetime, meanwhile: Any
) -> None:
    meanwhile(lambda: Hold.objects.create(kind="mentor_left", reason="a wrong link"))
    assert send_due(now=now) == {Status.SENT: 1, Status.DUE: 1}
    assert found("bob") == (Status.DUE, "")
    Hold.objects.all().delete()
    assert send_due(now=now) == {Status.SENT: 1}


def test_with_everything_held_meanwhile_a_code_still_leaves(now: datetime, meanwhile: Any) -> None:
    for _ in range(2):
        enqueue_sealed(
            "account_mail", to_address="a@example.org", recipient=None, subject="C", text="1", html=""
        )
    OutgoingMessage.objects.update(not_before=now)
    meanwhile(lambda: Hold.objects.create(kind="", reason="all"))
    assert send_due(now=now) == {Status.SENT: 2}


def test_what_grows_too_old_behind_a_slow_mail_server_is_dropped(
    two: list[User], now: datetime, meanwhile: Any
) -> None:
    OutgoingMessage.objects.update(expires_at=now + timedelta(minutes=1))
    meanwhile(lambda: None, 61)
    assert send_due(now=now) == {Status.SENT: 1, Status.EXPIRED: 1}
    assert found("bob") == (Status.EXPIRED, "too late")


def test_what_is_asked_again_is_asked_once_in_two_seconds(
    two: list[User], now: datetime, meanwhile: Any, django_assert_max_num_queries: Any
) -> None:
    """Within that time a batch keeps to what was read for all of it."""
    meanwhile(lambda: suppress([key_of_address("bob@example.org")], Suppressed.COMPLAINED, at=now), 1.0)
    assert send_due(now=now) == {Status.SENT: 2}


def test_whoever_changes_language_reads_the_new_one(now: datetime) -> None:
    ann = make_user(language="en")
    enqueue("mentor_left", ann, key="one", not_before=now)
    User.objects.update(language="es")
    send_due(now=now)
    assert "Hola" in mail.outbox[0].body
    assert OutgoingMessage.objects.get().language == "es"


def test_mail_goes_to_the_address_that_somebody_has_now_and_is_asked_of_the_list_for_it(
    now: datetime,
) -> None:
    ann, bob = make_user(email="old@example.org"), make_user(email="before@example.org")
    for user in (ann, bob):
        enqueue("mentor_left", user, key=user.email, not_before=now)
    User.objects.filter(pk=ann.pk).update(email="new@example.org")
    User.objects.filter(pk=bob.pk).update(email="bounced@example.org")
    suppress([key_of_address("bounced@example.org")], Suppressed.BOUNCED, at=now)
    suppress([key_of_address("old@example.org")], Suppressed.BOUNCED, at=now)
    assert send_due(now=now) == {Status.SENT: 1, Status.CANCELLED: 1}
    assert mail.outbox[0].to == ["new@example.org"]
    assert OutgoingMessage.objects.get(recipient=ann).to_address == "new@example.org"


def test_what_protects_an_account_goes_where_it_was_meant_to_go(now: datetime) -> None:
    """Such as the note to an old address that it is no longer the one."""
    ann = make_user(email="old@example.org", language="es")
    enqueue_sealed("account_mail", to_address=ann.email, recipient=ann, subject="C", text="483920", html="")
    OutgoingMessage.objects.update(not_before=now)
    User.objects.update(email="new@example.org", language="en")
    send_due(now=now)
    assert mail.outbox[0].to == ["old@example.org"]
    assert OutgoingMessage.objects.get().language == "es"


def test_nobody_gets_what_was_for_somebody_whose_row_has_gone(now: datetime) -> None:
    enqueue("mentor_left", make_user(), key="one", not_before=now)
    OutgoingMessage.objects.update(recipient=None)
    assert send_due(now=now) == {Status.CANCELLED: 1}
    assert found("one") == (Status.CANCELLED, "nobody")


def test_a_sender_leaves_no_lock_on_its_connection_whatever_ended_it(
    two: list[User], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker keeps its connection: a lock left on it would keep its rows from everybody until it ends."""
    for error in (KeyboardInterrupt, MemoryError, RuntimeError):

        def fail(*args: Any, error: type[BaseException] = error) -> str:
            raise error

        with monkeypatch.context() as broken:
            broken.setattr(sending, "reasons_for_quiet", fail, raising=False)
            broken.setattr(last_look, "reasons_for_quiet", fail)
            with pytest.raises(error):
                send_due(now=now)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            assert cursor.fetchone() == (0,)
    assert send_due(now=now) == {Status.SENT: 2}
