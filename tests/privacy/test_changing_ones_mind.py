"""Seven days, one click to stay, and a clear sentence about whatever is in the way."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from candidates.enums import Stage, Standing
from candidates.models import Candidate
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import Refused
from core.outbox import claims
from core.outbox.models import OutgoingMessage
from core.outbox.sending import send_due
from core.outbox.services import enqueue
from core.privacy import again, asking, erasing, log
from core.privacy.models import ErasureLog, ErasureRequest
from core.scheduling.models import Commitment
from funding.models import Award, FundingApplication, Programme
from interviews import booking
from interviews.enums import InterviewStatus
from tests.factories.people import bring_to, introduce, make_candidate, make_user, put_on_ballot, talk_with
from tests.faults.at_once import accepted, at_once, refusals
from tests.ops.test_access import sign_in

DUE, MINUTE = timedelta(days=7), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.MAILBOX_DIR = tmp_path / "media", tmp_path / "mail"


def erased(user: User, now: datetime) -> bool:
    asking.carry_out_due(now=now)
    asking.carry_out_due(now=now + MINUTE)
    user.refresh_from_db()
    return user.erased_at is not None


@pytest.mark.django_db
def test_nothing_is_erased_before_the_seven_days_are_over(now: datetime) -> None:
    user = make_user()
    asking.ask(user, at=now)
    assert not erased(user, now + DUE - 2 * MINUTE)
    assert not user.is_active or User.objects.get(pk=user.pk).first_name == "Sample"
    assert erased(user, now + DUE)


@pytest.mark.django_db
def test_whoever_changes_their_mind_is_never_erased_and_can_ask_again(now: datetime) -> None:
    user = make_user()
    first = asking.ask(user, at=now)
    assert asking.ask(user, at=now + MINUTE) == first
    asking.keep(user, at=now + DUE - MINUTE)
    assert not erased(user, now + 2 * DUE)
    assert user.is_active
    kinds = list(user.messages.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["erasure_asked", "erasure_kept"]
    assert asking.ask(user, at=now + 2 * DUE) != first


@pytest.mark.django_db
def test_once_it_has_begun_nobody_signs_in_and_it_is_too_late(now: datetime) -> None:
    user = make_user()
    client = sign_in(user)
    asking.ask(user, at=now)
    asking.carry_out_due(now=now + DUE)
    assert client.get("/me/").status_code == 302
    with pytest.raises(Refused, match="too late"):
        asking.keep(user, at=now + DUE)
    assert erased(user, now + DUE)


@pytest.mark.django_db
def test_what_others_wait_for_is_given_back(now: datetime) -> None:
    candidate = make_candidate(now=now)
    introduce(candidate, now=now)
    talk = talk_with(candidate, now=now)
    asking.ask(candidate.user, at=now - DUE)
    assert erased(candidate.user, now)
    talk.refresh_from_db()
    candidate.refresh_from_db()
    assert talk.status == InterviewStatus.CANCELLED
    assert not Commitment.objects.filter(subject=talk.public_id).exists()
    assert (candidate.stage, candidate.standing) == (Stage.INTRODUCED, Standing.WITHDRAWN)
    assert str(candidate) == "an erased person"


@pytest.mark.django_db
def test_a_payment_under_way_holds_it_and_the_person_is_told_once_why(now: datetime) -> None:
    candidate = bring_to(Stage.COMMITTED, now=now)
    candidacy = put_on_ballot(candidate, ballot_date=now.date(), now=now)
    application = FundingApplication.objects.create(candidacy=candidacy)
    staff = make_user(Role.PROGRAM_STAFF)
    award = Award.objects.create(
        application=application,
        programme=Programme.objects.create(name="P", budget=Decimal(500)),
        amount=Decimal(100),
        requested_by=staff,
    )
    page = sign_in(candidate.user).get("/me/data/erase/")
    assert page.status_code == 302 or "under way" in page.content.decode()
    request = asking.ask(candidate.user, at=now)
    for minutes in range(3):
        assert not erased(candidate.user, now + DUE + minutes * MINUTE)
    assert candidate.user.is_active
    request.refresh_from_db()
    assert request.held_since == now + DUE
    held = OutgoingMessage.objects.get(kind="erasure_held")
    OutgoingMessage.objects.update(not_before=now)
    send_due(now=clock.now())
    told = next(one for one in mail.outbox if one.subject == "Your erasure waits for something")
    assert "A payment to your campaign is under way." in told.body
    assert held.recipient == candidate.user
    Award.objects.filter(pk=award.pk).update(status="rejected")
    assert erased(candidate.user, now + DUE + 9 * MINUTE)


@pytest.mark.django_db
def test_whoever_works_here_hands_over_first(now: datetime) -> None:
    user = make_user(Role.INTERVIEWER)
    asking.ask(user, at=now)
    assert not erased(user, now + DUE)
    user.groups.clear()
    assert erased(User.objects.get(pk=user.pk), now + DUE + MINUTE)
    assert ErasureRequest.objects.get().done_at is not None


@pytest.mark.django_db
def test_a_message_that_is_being_sent_is_waited_for_and_no_new_one_is_written(now: datetime) -> None:
    user = make_user()
    enqueue("welcome_on_board", user, key="one", not_before=now)
    asking.ask(user, at=now)
    with claims.sender() as sender:
        claimed = claims.claim(sender, ["transactional"], now=now, limit=1)
        assert not erased(user, now + DUE)
        OutgoingMessage.objects.filter(pk__in=claimed).update(status="sent", claimed_by=None)
    assert erased(user, now + DUE)
    assert not enqueue("welcome_on_board", user, key="two")
    left = set(OutgoingMessage.objects.filter(recipient=user).values_list("to_address", "status"))
    assert left == {("", "sent"), ("", "cancelled")}


@pytest.mark.django_db
def test_the_last_mail_goes_to_the_old_address_which_is_forgotten_with_it(now: datetime) -> None:
    user = make_user(email="old@example.net", first_name="Olga")
    asking.ask(user, at=now)
    assert erased(user, now + DUE)
    last = OutgoingMessage.objects.get(kind="erasure_done")
    assert last.to_address == "old@example.net"
    send_due(now=clock.now())
    last.refresh_from_db()
    assert (last.status, last.to_address) == ("sent", "")
    assert not hasattr(last, "sealed")
    assert mail.outbox[-1].to == ["old@example.net"]
    assert "Hello Olga," in mail.outbox[-1].body


@pytest.mark.django_db
def test_the_history_of_nobody_else_can_be_forgotten(now: datetime) -> None:
    user = make_user()
    with pytest.raises(Exception, match="in the erasure log"):
        forget("accounts_userevent", "pgh_obj_id", user.pk)


def forget(table: str, column: str, person: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(erasing.FORGET_HISTORY, [table, column, person])


@pytest.mark.django_db
def test_nor_any_other_table_than_a_history_of_the_person(now: datetime) -> None:
    user = make_user()
    asking.ask(user, at=now)
    assert erased(user, now + DUE)
    for table, column in (("candidates_candidateevent", "stage"), ("accounts_user", "user_id")):
        with pytest.raises(Exception, match="not a history"), transaction.atomic():
            forget(table, column, user.pk)


@pytest.mark.django_db
def test_the_log_beside_the_database_survives_a_line_that_was_cut_off(now: datetime) -> None:
    entries = [log.Entry(uuid4(), now, 1) for _ in range(3)]
    log.append(entries[:2])
    with log.path().open("a") as file:
        file.write('{"person": "cut o')
    assert log.read(log.path()) == entries[:2]
    log.append(entries)
    with pytest.raises(ValueError, match="line 3 is not an erasure"):
        log.read(log.path())


@pytest.mark.django_db
def test_only_whoever_stands_in_the_log_is_erased_again(now: datetime) -> None:
    gone, stays = make_user(), make_user()
    assert again.erase_again([log.Entry(gone.public_id, now, 1), log.Entry(uuid4(), now, 1)]) == 1
    assert again.erase_again(None) == 0
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.erased_at, stays.erased_at) == (now, None)
    assert ErasureLog.objects.count() == 2
    assert len(log.read(log.path())) == 2


@pytest.mark.django_db(transaction=True)
def test_a_talk_booked_at_the_moment_the_door_closes_is_given_back_or_refused(now: datetime) -> None:
    candidate = make_candidate(now=now)
    introduce(candidate, now=now)
    talk_with(make_introduced(now), now=now)  # there is an interviewer
    booking.ask(candidate, topics=[], at=now)
    start = next(iter(booking.free_talks(candidate, now=now)))
    fresh = Candidate.objects.get(pk=candidate.pk)
    answers = at_once(
        lambda: booking.book(fresh, start, now=now) and None,
        lambda: erasing.close_the_door(candidate.user, at=now),
    )
    assert len(accepted(answers)) + len(refusals(answers)) == 2
    erasing.close_the_door(candidate.user, at=now)  # as a minute later
    assert erasing.erase(candidate.user, at=now)
    assert not Commitment.objects.filter(person=candidate.user).exists()
    assert not candidate.interviews.filter(status=InterviewStatus.BOOKED).exists()


def make_introduced(now: datetime) -> Candidate:
    other = make_candidate(now=now)
    introduce(other, now=now)
    return other


@pytest.mark.django_db(transaction=True)
def test_keeping_and_erasing_at_once_ends_in_one_of_the_two(now: datetime) -> None:
    user = make_user()
    asking.ask(user, at=now)
    at_once(
        lambda: asking.keep(user, at=now + DUE),
        *[lambda: asking.carry_out_due(now=now + DUE) and None for _ in range(3)],
    )
    request = ErasureRequest.objects.get()
    user.refresh_from_db()
    assert (request.kept_at is None) != (request.begun_at is None)
    assert user.is_active == (request.kept_at is not None)


@pytest.mark.django_db(transaction=True)
def test_the_same_post_twenty_times_at_once_asks_once(now: datetime, settings: Settings) -> None:
    user = make_user()
    key = str(uuid4())
    session = sign_in(user).cookies["sessionid"].value
    settings.RECENT_MINUTES = 10**9

    def post() -> str:
        client = Client()
        client.cookies["sessionid"] = session
        return str(client.post("/me/data/export/", {"form_key": key}).headers["Location"])

    answers = at_once(*[post] * 20)
    assert answers == ["/me/data/"] * 20
    assert user.export_requests.count() == 1
