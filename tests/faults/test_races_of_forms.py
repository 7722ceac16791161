"""What is sent, absorbed or begun several times at once is there once, and everybody gets the same answer."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from candidates.candidacies import enter_race, race_for
from candidates.enums import CandidacyStatus, IntakeStatus, Stage
from candidates.intake import absorb_next, receive, verify
from candidates.links import use_link
from candidates.models import Candidacy, Candidate, Intake
from core import clock
from core.accounts.models import User
from core.once.models import FormReceipt
from core.outbox.models import OutgoingMessage
from core.outbox.services import enqueue
from funding.applications import open_application
from funding.models import FundingApplication
from interviews import booking
from interviews.models import InterviewRequest, Registration
from offices.models import Race
from tests.factories.offices import OfficeFactory, RaceFactory, ZipCodeFactory
from tests.factories.people import make_call, make_candidate, make_user
from tests.faults.at_once import accepted, at_once, refusals
from tests.faults.size import ROUNDS
from tests.faults.subjects import candidacy_in

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
TIMES = 20
ZIP = "78701"


def typed(**changes: str) -> dict[str, str]:
    """What somebody types into the sign-up."""
    return {
        "form_key": str(uuid4()),
        "first_name": "Ann",
        "last_name": "Sample",
        "email": "ann@example.org",
        "postal_code": ZIP,
        "date_of_birth": "1998-05-17",
        "exploring": "on",
        "values": "on",
        "consent": "on",
        **changes,
    }


def soon() -> datetime:
    """A moment that lies ahead for the views, which read the clock."""
    return clock.now() + timedelta(days=2)


def signed_in(user: User) -> list[Client]:
    clients = [Client() for _ in range(TIMES)]
    for client in clients:
        client.force_login(user)
    return clients


def received(address: str, now: datetime) -> Intake:
    payload = {"first_name": "Ann", "last_name": "Sample", "email": address, "postal_code": ZIP}
    return receive(payload | {"date_of_birth": "1998-05-17"}, form_key=uuid4(), now=now)


def post_times(path: str, form: dict[str, str], clients: list[Client]) -> Counter[tuple[int, str]]:
    """Post the same form by every client at once; return how often each answer was given."""

    def post(client: Client) -> HttpResponse:
        return client.post(path, form)

    answers = at_once(*(partial(post, client) for client in clients))
    return Counter((answer.status_code, answer["Location"]) for answer in accepted(answers))


def test_a_sign_up_posted_twenty_times_at_once_is_received_once_and_answered_alike() -> None:
    ZipCodeFactory(code=ZIP)
    for number in range(1, ROUNDS + 1):
        answers = post_times("/signup/", typed(), [Client() for _ in range(TIMES)])
        assert answers == {(302, "/signup/sent/"): TIMES}
        assert Intake.objects.count() == FormReceipt.objects.count() == number


def test_a_seat_asked_for_twenty_times_at_once_is_taken_once_and_answered_alike() -> None:
    call = make_call(starts_at=soon())
    clients = signed_in(make_candidate(now=call.starts_at).user)
    path = f"/intro-calls/{call.public_id}/register/"
    assert post_times(path, {"form_key": str(uuid4())}, clients) == {(302, "/intro-calls/"): TIMES}
    assert Registration.objects.count() == 1


def test_a_new_address_that_came_twenty_times_becomes_one_person_however_many_workers(now: datetime) -> None:
    ZipCodeFactory(code=ZIP)
    for number in range(ROUNDS):
        address = f"ann{number}@example.org"
        for typed_as in [address, address.upper()] * (TIMES // 2):
            received(typed_as, now)

        def worker() -> int:
            return sum(iter(partial(absorb_next, now=now), False))

        assert sum(accepted(at_once(*[worker] * 8))) == TIMES
        assert User.objects.get(email__iexact=address).intakes.count() == TIMES
    statuses = Counter(Intake.objects.values_list("status", flat=True))
    assert statuses == {IntakeStatus.ABSORBED: ROUNDS, IntakeStatus.AWAITING: ROUNDS * (TIMES - 1)}
    assert Candidate.objects.count() == ROUNDS


def test_a_link_opened_twenty_times_at_once_signs_in_once_and_invites_once(now: datetime) -> None:
    ZipCodeFactory(code=ZIP)
    intake = received("ann@example.org", now)
    absorb_next(now=now)
    intake.refresh_from_db()

    def open_link() -> None:
        use_link(intake, at=now)
        verify(intake.user, at=now)

    assert refusals(at_once(*[open_link] * TIMES)) == ["used"] * (TIMES - 1)
    assert OutgoingMessage.objects.filter(kind="intro_call_invitation").count() == 1


def test_an_address_verified_twenty_times_at_once_is_invited_once(now: datetime) -> None:
    """R9: exactly one invitation."""
    user = make_candidate(now=now, verified_at=None).user
    at_once(*[partial(verify, user, at=now)] * TIMES)
    assert OutgoingMessage.objects.filter(kind="intro_call_invitation").count() == 1


def test_a_message_with_one_key_is_written_once(now: datetime) -> None:
    user = make_user()
    written = at_once(*[partial(enqueue, "intro_call_invitation", user, key="one")] * TIMES)
    assert Counter(written) == {True: 1, False: TIMES - 1}
    assert OutgoingMessage.objects.count() == 1


def ask(now: datetime) -> Callable[[], object]:
    return partial(booking.ask, make_candidate(now=now, stage=Stage.INTRODUCED), topics=[], at=now)


def enter(now: datetime) -> Callable[[], object]:
    return partial(enter_race, make_candidate(now=now, stage=Stage.COMMITTED), RaceFactory(), at=now)


def apply(now: datetime) -> Callable[[], object]:
    return partial(open_application, candidacy_in(CandidacyStatus.ON_BALLOT, now), at=now)


def plan(now: datetime) -> Callable[[], object]:
    return partial(race_for, OfficeFactory(), election_day=date(2026, 11, 3))


@pytest.mark.parametrize(
    ("begin", "model", "told"),
    [
        (ask, InterviewRequest, []),
        (enter, Candidacy, ["entered"]),
        (apply, FundingApplication, []),
        (plan, Race, []),
    ],
)
def test_what_is_begun_twenty_times_at_once_is_there_once(
    begin: Callable[[datetime], Callable[[], object]], model: type, told: list[str], now: datetime
) -> None:
    answers = at_once(*[begin(now)] * TIMES)
    assert refusals(answers) == told * (TIMES - 1)
    assert {answer.pk for answer in accepted(answers)} == {model.objects.get().pk}


def test_a_key_whose_work_was_refused_is_free_again() -> None:
    """Twenty posts for a seat in a call that has begun: each waits for the one before, and tries for itself."""
    call = make_call(starts_at=clock.now() - timedelta(minutes=10))
    clients = signed_in(make_candidate(now=call.starts_at).user)
    key = UUID(int=1)
    answers = post_times(f"/intro-calls/{call.public_id}/register/", {"form_key": str(key)}, clients)
    assert answers == {(302, "/intro-calls/"): TIMES}
    assert not FormReceipt.objects.filter(key=key).exists()
