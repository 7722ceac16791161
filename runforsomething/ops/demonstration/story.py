"""A small demonstration, built by replaying a history through the real services at the moments of its past."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import F

from candidates.candidacies import enter_race, race_for, send_evidence, verify_ballot
from candidates.enums import HeardFrom, IntakeSource, RunningWhen, Topic
from candidates.intake import absorb_waiting, receive, verify
from candidates.models import Candidate
from community.models import SlackMembership
from community.slack import note_invited
from core.accounts.models import User
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from donors.releases import publish
from funding.checking import check_all
from interviews import booking, intro_calls, reviews
from interviews.availability import free_talks
from interviews.enums import Criterion, Outcome, Recommendation
from interviews.models import IntroCall
from mentorship.models import Mentor
from mentorship.services import propose, say_yes
from offices.enums import Level
from offices.models import Office
from offices.selectors import offices_around
from runforsomething.ops.demonstration import people, workers

WINDOW = timedelta(days=100)
# How many of a hundred sign-ups reach each step.
VERIFIED, CALLED, TALKED, DECIDED, ON_BOARD, RACING, ON_BALLOT = 88, 60, 40, 36, 24, 16, 10


@transaction.atomic
def tell(*, candidates: int, seed: int, until: datetime) -> None:
    """Load `candidates` people whose last hundred days ended at `until`; the same seed tells the same story."""
    random = Random(seed)
    start = until - WINDOW
    team = workers.hire(since=start)
    calls = workers.plan_calls(team, first=start, until=until)
    workers.fill_the_purse(team, at=start)
    for number in range(candidates):
        _Person(number, candidates, random, team, calls, start, until).live()
    check_all(now=until)
    OutgoingMessage.objects.filter(status=Status.DUE).update(status=Status.SENT, sent_at=F("not_before"))
    publish(as_of=until, now=until)


CANDIDATE = next(worker for worker in people.WORKERS if worker.role is None)


class _Person:
    """One simulated person; the lower the number, the further it goes."""

    def __init__(
        self,
        number: int,
        total: int,
        random: Random,
        team: dict[str, User],
        calls: list[IntroCall],
        start: datetime,
        until: datetime,
    ) -> None:
        self.rank = 100 * number // total
        self.random = random
        self.team = team
        self.calls = calls
        self.until = until
        early = self.rank < ON_BOARD
        self.at = start + timedelta(days=random.uniform(0, 8 if early else 60), minutes=number)
        self.name = (CANDIDATE.first_name, CANDIDATE.last_name) if number == 0 else people.name(random)
        self.address = CANDIDATE.address if number == 0 else f"person{number}@example.org"

    def live(self) -> None:
        """Go as far along the pipeline as the rank allows."""
        self.candidate = self._sign_up()
        if self.rank >= VERIFIED:
            return
        verify(self.candidate.user, at=self._later(hours=3))
        for limit, step in (
            (CALLED, self._join_call),
            (TALKED, self._talk),
            (DECIDED, self._decide),
            (ON_BOARD, self._come_on_board),
            (RACING, self._enter_race),
            (ON_BALLOT, self._reach_ballot),
        ):
            if self.rank >= limit or self.at > self.until - timedelta(days=3):
                return
            step()

    def _later(self, **amount: float) -> datetime:
        self.at += timedelta(**amount)
        return self.at

    def _sign_up(self) -> Candidate:
        zip_code = "78701" if self.rank < ON_BALLOT else self.random.choice(people.ZIP_CODES)
        first, last = self.name
        around = [office for office in offices_around(zip_code) if office.level == Level.CITY_COUNCIL]
        payload = {
            "first_name": first,
            "last_name": last,
            "email": self.address,
            "postal_code": zip_code,
            "date_of_birth": f"{self.random.randint(1993, 2004)}-{self.random.randint(1, 12):02}-15",
            "offices": [str(office.public_id) for office in around[:1]],
            "exploring": not around,
            "running_when": self.random.choice(RunningWhen.values),
            "topics": self.random.sample(Topic.values, 2),
            "heard_from": self.random.choice(HeardFrom.values),
        }
        key = UUID(int=self.random.getrandbits(128), version=4)
        receive(payload, form_key=key, source=IntakeSource.FORM, now=self.at)
        absorb_waiting(now=self.at)
        User.objects.filter(email=self.address).update(is_demonstration=True, date_joined=self.at)
        return Candidate.objects.select_related("user").get(user__email=self.address)

    def _join_call(self) -> None:
        call = next(call for call in self.calls if call.starts_at > self.at + timedelta(days=1))
        seat = intro_calls.register(self.candidate, call, now=self._later(hours=5))
        self.at = call.ends_at
        if self.at < self.until:
            intro_calls.record_attendance(
                seat, attended=True, actor=self.team["staff@example.org"], now=self._later(hours=1)
            )
        else:
            self.at = self.until

    def _talk(self) -> None:
        booking.ask(self.candidate, topics=self.candidate.topics, at=self._later(hours=2))
        free = list(free_talks(self.candidate, now=self.at))
        interview = booking.book(self.candidate, self.random.choice(free[:60]), now=self.at)
        self.at = interview.ends_at
        if self.at < self.until:
            self._write_notes(interview)

    def _write_notes(self, interview: object) -> None:
        ratings = {criterion.value: self.random.randint(2, 4) for criterion in Criterion}
        reviews.hand_in_notes(
            interview,  # type: ignore[arg-type]
            actor=self.team["interviewer@example.org"],
            at=self._later(hours=5),
            recommendation=Recommendation.ADVANCE,
            note_to_candidate="Go to the next meeting of the council. Write down three names. Call one of them.",
            **ratings,
        )

    def _decide(self) -> None:
        outcome = Outcome.ADVANCE if self.rank < ON_BOARD + 6 else Outcome.HOLD
        interview = self.candidate.interviews.get()
        reviews.decide(
            interview, outcome=outcome, actor=self.team["staff@example.org"], at=self._later(days=4)
        )

    def _come_on_board(self) -> None:
        reviews.agree(self.candidate, actor=self.candidate.user, at=self._later(days=1))
        note_invited(SlackMembership.objects.filter(candidate=self.candidate), at=self._later(days=1))
        mentor = Mentor.objects.select_related("user").first()
        assert mentor is not None
        if mentor.taken < mentor.capacity // 2:
            pair = propose(
                mentor, self.candidate, actor=self.team["staff@example.org"], at=self._later(days=1)
            )
            say_yes(pair, actor=self.candidate.user, at=self._later(days=1))
            say_yes(pair, actor=mentor.user, at=self._later(days=1))

    def _enter_race(self) -> None:
        interest = self.candidate.interests.select_related("office").first()
        office = (
            interest.office if interest else Office.objects.filter(level=Level.CITY_COUNCIL).order_by("pk")[0]
        )
        race = race_for(office, election_day=(self.until + timedelta(days=120)).date())
        self.candidacy = enter_race(self.candidate, race, at=self._later(days=2))
        send_evidence(
            self.candidacy, url="https://elections.example.org/list", note="Page 3", at=self._later(days=2)
        )

    def _reach_ballot(self) -> None:
        at = self._later(days=2)
        verify_ballot(self.candidacy, ballot_date=at.date(), actor=self.team["staff@example.org"], at=at)
