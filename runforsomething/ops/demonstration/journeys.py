"""The way of one person from the address that is confirmed to the agreement after the talk."""

from bisect import bisect_left
from datetime import datetime, timedelta
from random import Random

from interviews.enums import DeclineReason, Outcome, Recommendation
from runforsomething.ops.demonstration.chance import between, wait
from runforsomething.ops.demonstration.desk import Desk
from runforsomething.ops.demonstration.histories import Destiny, Notes, Person, Seat, Talk, Verdict
from runforsomething.ops.demonstration.window import CALL_LENGTH, Window
from runforsomething.ops.demonstration.wording import DECLINE_REPLY

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TALK_LENGTH = timedelta(minutes=30)
# Interviewers want a day's notice; slots are open for two weeks.
NOTICE, HORIZON = timedelta(hours=25), timedelta(days=13)
# What somebody still needs after the intro call to get as far as the destiny says, before the window ends.
NEEDED_AFTER_CALL = {
    Destiny.MISSED_THE_CALL: 0,
    Destiny.CAME: 0,
    Destiny.ASKED: 1,
    Destiny.UNDECIDED: 8,
    Destiny.DECLINED: 11,
    Destiny.HELD_BACK: 11,
    Destiny.ADVANCED: 11,
    Destiny.COMMITTED: 13,
    Destiny.RACING: 16,
    Destiny.ON_BALLOT: 19,
    Destiny.FILED_BEFORE: 13,
}
OUTCOMES = {Destiny.DECLINED: Outcome.DECLINE, Destiny.HELD_BACK: Outcome.HOLD}
RECOMMENDED = {
    Destiny.DECLINED: Recommendation.DECLINE,
    Destiny.HELD_BACK: Recommendation.HOLD,
    Destiny.UNDECIDED: Recommendation.REFER,
}
DECLINE_REASONS = [DeclineReason.RUNNING_LATER.value, DeclineReason.OUTSIDE_DISTRICT.value]


class Journeys:
    """Leads people on, each as far as its destiny says; whoever finds no seat or no slot stays before it."""

    def __init__(self, window: Window, calls: list[datetime], desk: Desk, random: Random) -> None:
        self._window = window
        self._calls = [call for call in calls if call < window.end]
        self._desk = desk
        self._random = random

    def lead(self, person: Person) -> None:
        """Fill in what happened to `person` in the window."""
        if person.destiny == Destiny.UNVERIFIED:
            return
        minutes = wait(self._random, median=20 * MINUTE, p90=9 * HOUR, least=MINUTE, most=3 * DAY)
        person.verified_at = person.signed_up_at + minutes
        if person.destiny >= Destiny.MISSED_THE_CALL:
            self._join_call(person)

    def _join_call(self, person: Person) -> None:
        assert person.verified_at is not None
        at = person.verified_at + between(self._random, 2 * MINUTE, 8 * HOUR)
        latest = self._window.end - NEEDED_AFTER_CALL[person.destiny] * DAY
        waiting = wait(
            self._random,
            median=8.7 * DAY,
            p90=36 * DAY,
            least=at - person.signed_up_at + HOUR,
            most=latest - person.signed_up_at - 3 * DAY,
        )
        call = min(bisect_left(self._calls, person.signed_up_at + waiting), len(self._calls) - 1)
        if self._calls[call] <= at:
            return
        recorded_at = self._calls[call] + CALL_LENGTH + between(self._random, 5 * MINUTE, 90 * MINUTE)
        came = person.destiny != Destiny.MISSED_THE_CALL
        person.seats.append(Seat(call, at, came, recorded_at))
        if person.destiny >= Destiny.ASKED:
            self._ask(person, recorded_at)

    def _ask(self, person: Person, at: datetime) -> None:
        soon = wait(self._random, median=2 * HOUR, p90=20 * HOUR, least=10 * MINUTE, most=DAY)
        person.asked_at = min(at + soon, self._window.end - 30 * MINUTE)
        if person.destiny >= Destiny.UNDECIDED:
            self._talk(person, person.asked_at)

    def cancelled_talk(self, person: Person) -> None:
        """Let somebody who still waits have booked a talk and lost it, half a day or more before."""
        if person.asked_at is None:
            return
        found = self._slot(person.asked_at, latest=self._window.end - HOUR)
        if found is None:
            return
        interviewer, start, booked_at = found
        cancelled_at = start - between(self._random, 12 * HOUR, 23 * HOUR)
        person.talks.append(
            Talk(interviewer, start, booked_at, cancelled_at, by_candidate=self._random.random() < 0.79)
        )

    def _talk(self, person: Person, asked_at: datetime) -> None:
        days = NEEDED_AFTER_CALL[person.destiny] - NEEDED_AFTER_CALL[Destiny.UNDECIDED]
        latest = self._window.end - days * DAY - 6 * HOUR
        found = self._slot(asked_at, latest=latest)
        if found is None:
            return
        interviewer, start, booked_at = found
        end = start + TALK_LENGTH
        most = min(4 * DAY, latest + 4 * HOUR - end)
        writing = wait(self._random, median=5 * HOUR, p90=48 * HOUR, least=10 * MINUTE, most=most)
        low = {Destiny.DECLINED: 0, Destiny.HELD_BACK: 1, Destiny.UNDECIDED: 1}.get(person.destiny, 2)
        ratings = tuple(self._random.randint(low, min(low + 2, 4)) for _ in range(6))
        recommendation = RECOMMENDED.get(person.destiny, Recommendation.ADVANCE).value
        notes = Notes(end + writing, ratings, recommendation)
        person.talks.append(Talk(interviewer, start, booked_at, notes=notes))
        if person.destiny >= Destiny.DECLINED:
            self._decide(person, notes.at)

    def _slot(self, asked_at: datetime, *, latest: datetime) -> tuple[int, datetime, datetime] | None:
        """Return interviewer, start, and when it was booked."""
        earliest = asked_at + NOTICE + HOUR
        waiting = wait(self._random, median=13 * DAY, p90=40 * DAY, least=2 * DAY, most=latest - asked_at)
        given = self._desk.give(asked_at + waiting, earliest=earliest, latest=latest)
        if given is None:
            return None
        interviewer, start = given
        opened = max(asked_at + 5 * MINUTE, start - HORIZON)
        return interviewer, start, min(opened + between(self._random, MINUTE, 10 * HOUR), start - NOTICE)

    def _decide(self, person: Person, notes_at: datetime) -> None:
        after = NEEDED_AFTER_CALL[person.destiny] - NEEDED_AFTER_CALL[Destiny.DECLINED]
        most = self._window.end - max(after, 0) * DAY - notes_at - HOUR
        at = notes_at + wait(self._random, median=4 * DAY, p90=9 * DAY, least=HOUR, most=most)
        outcome = OUTCOMES.get(person.destiny, Outcome.ADVANCE).value
        if outcome == Outcome.DECLINE:
            reason, again = self._random.choice(DECLINE_REASONS), (at + 180 * DAY).date()
            person.verdict = Verdict(outcome, at, reason, again, DECLINE_REPLY)
        else:
            person.verdict = Verdict(outcome, at)
        if person.destiny >= Destiny.COMMITTED:
            most = min(3 * DAY, self._window.end - at - 2 * HOUR)
            person.agreed_at = at + between(self._random, min(20 * MINUTE, most / 2), most)
