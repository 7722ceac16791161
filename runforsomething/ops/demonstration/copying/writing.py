"""Everybody's rows, a few thousand people at a time, and the totals that stand in rows written before them."""

from dataclasses import dataclass
from decimal import Decimal

from funding.eligibility import Policy
from runforsomething.ops.demonstration.copying.books import Books
from runforsomething.ops.demonstration.copying.campaign import Verdicts
from runforsomething.ops.demonstration.copying.figures import Tally
from runforsomething.ops.demonstration.copying.money import MoneyScribe
from runforsomething.ops.demonstration.copying.person import PersonScribe
from runforsomething.ops.demonstration.copying.press import Send
from runforsomething.ops.demonstration.copying.race import RaceScribe
from runforsomething.ops.demonstration.copying.team import TeamScribe
from runforsomething.ops.demonstration.plan import Plan
from runforsomething.ops.demonstration.scene import STAFF, Scene

BATCH = 4_000


@dataclass(frozen=True)
class Totals:
    """`seats` by the number of the call, `places` taken with each mentor's key, dollars, the next key of each table."""

    seats: list[int]
    places: list[tuple[str, int]]
    committed: Decimal
    paid: Decimal
    tally: Tally
    next_keys: dict[str, int]


class Writing:
    """Reads what it needs of the database when it is made; `write` does not use it."""

    def __init__(self, plan: Plan, scene: Scene, seed: int, policy: Policy) -> None:
        self.books = Books(seed)
        self._plan = plan
        self._team = TeamScribe(self.books, plan, scene)
        self._people = PersonScribe(self.books, self._team, scene.calls)
        day, priced = plan.window.election_day(), {level: o.pk for level, o in scene.priced.items()}
        verdicts = Verdicts(self.books, day, priced, policy)
        self._money = MoneyScribe(self.books, self._team, scene.programme, verdicts, policy)
        self._races = RaceScribe(self.books, self._team.users[STAFF]["id"], day, verdicts, self._money)
        self._tally = Tally(plan.window.releases())

    def write(self, send: Send) -> Totals:
        """Write the whole plan; each batch can be copied as soon as it is sent."""
        self._write_team(send)
        for number, person in enumerate(self._plan.people(), start=1):
            user, candidate = self._people.write(person)
            self._tally.person(person)
            if person.run is not None:
                self._races.write(person, person.run, user, candidate)
                self._tally.race(person)
            if number % BATCH == 0:
                send(self.books.take())
        places = self._team.places_taken()
        send(self.books.take())
        money = self._money
        keys = self.books.next_keys()
        return Totals(self._people.seats, places, money.committed, money.paid, self._tally, keys)

    def _write_team(self, send: Send) -> None:
        team, plan = self._team, self._plan
        team.interviewer(None)
        team.mentor(None)
        for write, helpers in (
            (team.interviewer, plan.interviewers()),
            (team.mentor, plan.mentors()),
            (team.donor, plan.donors()),
        ):
            for number, helper in enumerate(helpers, start=1):
                write(helper)
                if number % BATCH == 0:
                    send(self.books.take())
        for number, gift in enumerate(plan.donations(), start=1):
            team.donation(gift)
            self._tally.donation(gift)
            if number % BATCH == 0:
                send(self.books.take())
        send(self.books.take())
