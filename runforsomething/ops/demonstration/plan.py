"""The whole story as facts: the same size, seed, last day and places give the same facts. Nothing here writes."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from funding.eligibility import Policy
from offices.enums import Level
from runforsomething.ops.demonstration import fund, people
from runforsomething.ops.demonstration.desk import PAIRS, Desk
from runforsomething.ops.demonstration.destinies import destinies
from runforsomething.ops.demonstration.ground import Ground
from runforsomething.ops.demonstration.histories import Destiny, GiftToUs, Helper, Pairing, Person, Seat, Talk
from runforsomething.ops.demonstration.journeys import Journeys
from runforsomething.ops.demonstration.numbers import Numbers, numbers_for
from runforsomething.ops.demonstration.races import Races
from runforsomething.ops.demonstration.sign_ups import sign_up
from runforsomething.ops.demonstration.window import CALL_LENGTH, HOST_ZONE, Window

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
# What is open on the last day, however large the demonstration is.
STAYS_AWAY_EVERY, COMES_AFTER = 5, 20 * HOUR
ATTENDANCE_OPEN, SEATS_AHEAD, NOTES_OPEN, TALKS_AHEAD, TO_INVITE = 2, 6, 2, 2, 3
MENTOR_PLACES, PENDING_EVERY, PENDING_TURN = 2, 20, 3
CAMPAIGN_TAGS = (
    Level.CITY_COUNCIL.value,
    Level.SCHOOL_BOARD.value,
    Level.STATE_HOUSE.value,
    Level.MAYOR.value,
)


class Plan:
    """One demonstration. Each method yields its part anew; parts do not depend on how others are read."""

    def __init__(
        self, numbers: Numbers, window: Window, *, seed: int, ground: Ground, policy: Policy
    ) -> None:
        self.numbers = numbers
        self.window = window
        self.calls = window.calls()
        self._seed = seed
        self._ground = ground
        self._policy = policy

    @classmethod
    def of(cls, candidates: int, *, seed: int, until: datetime, ground: Ground, policy: Policy) -> "Plan":
        return cls(numbers_for(candidates), Window.before(until), seed=seed, ground=ground, policy=policy)

    @property
    def seats_a_call(self) -> int:
        """Return how many seats each call has: a hundred, and more where more come."""
        return min(100 * (1 + 3 * self.numbers.registered // 100 // len(self.calls)), 30_000)

    def interviewers(self) -> Iterator[Helper]:
        """Yield the interviewers beside the one with a name of their own, who is number 0."""
        random = Random(f"{self._seed} interviewers")
        for number in range(1, self.numbers.interviewers):
            yield self._helper("interviewer", number, random, weekdays=PAIRS[number % len(PAIRS)])

    def mentors(self) -> Iterator[Helper]:
        """Yield the mentors beside the one with a name of their own, who is number 0."""
        random = Random(f"{self._seed} mentors")
        for number in range(1, self.numbers.mentors):
            yield self._helper("mentor", number, random, campaigns=tuple(random.sample(CAMPAIGN_TAGS, 2)))

    def donors(self) -> Iterator[Helper]:
        """Yield the donors beside the one with a name of their own, who is number 0."""
        random = Random(f"{self._seed} donors")
        for number in range(1, self.numbers.donors):
            yield self._helper("donor", number, random)

    def donations(self) -> Iterator[GiftToUs]:
        return fund.donations(self.numbers, self.window, Random(f"{self._seed} donations"))

    def people(self) -> Iterator[Person]:
        """Yield everybody who signed up, in that order, with all that came of it."""
        return _People(self, self._ground, self._policy, Random(f"{self._seed} people")).all()

    def _helper(
        self,
        role: str,
        number: int,
        random: Random,
        *,
        weekdays: tuple[int, ...] = (),
        campaigns: tuple[str, ...] = (),
    ) -> Helper:
        first, last = people.name(random)
        address = f"{role}{number}@example.org"
        home = self._ground.homes(random, 1)[0]
        zone = ZONES[number % len(ZONES)]
        return Helper(number, address, first, last, zone, home.state, weekdays, campaigns)


class _People:
    def __init__(self, plan: Plan, ground: Ground, policy: Policy, random: Random) -> None:
        self._numbers, self._window, self._ground, self._random = plan.numbers, plan.window, ground, random
        self._calls = plan.calls
        self._races = Races(plan.numbers, plan.window, ground, policy, random)
        self._journeys = Journeys(plan.window, plan.calls, Desk(list(plan.interviewers())), random)
        self._cancelled, self._committed, self._paired = 0, 0, 0
        self._open = {Destiny.MISSED_THE_CALL: 0, Destiny.ASKED: 0}

    def all(self) -> Iterator[Person]:
        fates = destinies(self._numbers, self._window, self._random)
        moments = self._window.sign_ups(self._numbers.weeks, self._random)
        for number, at in enumerate(moments):
            destiny = Destiny(fates[number])
            home = self._ground.homes(self._random, 1)[0] if number else self._ground.austin()
            race = self._races.office_for(number, destiny, home)
            person = sign_up(number, destiny, home, race, at=at, ground=self._ground, random=self._random)
            self._journeys.lead(person)
            self._races.run(person)
            if person.agreed_at is not None:
                self._come_on_board(person, person.agreed_at)
            elif destiny in self._open:
                self._leave_open(person)
            yield person

    def _come_on_board(self, person: Person, agreed_at: datetime) -> None:
        """Somebody invites them to Slack, but for the last few, and most come; the first ones get a mentor."""
        self._committed += 1
        if self._committed <= self._numbers.committed - TO_INVITE:
            person.invited_at = agreed_at + self._random.randint(2, 40) * HOUR
            joined = person.invited_at + COMES_AFTER
            if self._committed % STAYS_AWAY_EVERY and joined <= self._window.until:
                person.joined_at = joined
        if self._paired >= self._numbers.mentored:
            return
        others = max(self._numbers.mentors - 1, 1)
        mentor = 1 + (self._paired - 1) % others if self._paired else 0
        if self._paired and (self._numbers.mentors < 2 or (self._paired - 1) // others >= MENTOR_PLACES):
            return
        proposed = agreed_at + self._random.randint(20, 70) * HOUR
        said_yes = proposed + self._random.randint(1, 30) * HOUR
        pending = self._paired % PENDING_EVERY == PENDING_TURN
        answered = None if pending else said_yes + self._random.randint(1, 30) * HOUR
        person.pairing = Pairing(mentor, proposed, said_yes, answered)
        self._paired += 1

    def _leave_open(self, person: Person) -> None:
        """A few who missed their call try again, and a few who wait for a talk have one about now."""
        turn = self._open[person.destiny]
        self._open[person.destiny] += 1
        if person.destiny == Destiny.MISSED_THE_CALL and person.seats:
            self._another_call(person, turn)
        elif person.destiny == Destiny.ASKED and person.asked_at is not None:
            if turn < NOTES_OPEN + TALKS_AHEAD:
                person.talks.append(self._talk_about_now(turn))
            elif self._cancelled < self._numbers.cancelled:
                self._cancelled += 1
                self._journeys.cancelled_talk(person)

    def _another_call(self, person: Person, turn: int) -> None:
        until = self._window.until
        past = [number for number, at in enumerate(self._calls) if at + CALL_LENGTH < until]
        ahead = [number for number, at in enumerate(self._calls) if at > until]
        if turn == 0 or SEATS_AHEAD < turn < SEATS_AHEAD + ATTENDANCE_OPEN:
            registered = self._calls[past[-1]] - self._random.randint(20, 60) * HOUR
            person.seats.append(Seat(past[-1], registered, None, None))
        elif turn <= SEATS_AHEAD:
            call = ahead[turn % len(ahead) // 2]
            person.seats.append(Seat(call, until - self._random.randint(1, 30) * HOUR, None, None))

    def _talk_about_now(self, turn: int) -> Talk:
        """The interviewer with a name of their own has held some without notes, and will hold some."""
        until = self._window.until
        days = -1 - turn // 2 if turn % 2 == 0 else 2 + turn // 2
        day = (until + days * DAY).astimezone(HOST_ZONE).date()
        start = datetime.combine(day, time(10 + turn), ZoneInfo(str(HOST_ZONE))).astimezone(until.tzinfo)
        return Talk(0, start, min(start, until) - 2 * DAY)
