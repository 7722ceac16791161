"""The races that people enter: for what, when, and from which day the official list shows them."""

from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from funding.eligibility import Policy, opening_day
from offices.enums import Level
from runforsomething.ops.demonstration.chance import between
from runforsomething.ops.demonstration.grants import Fate, Grants
from runforsomething.ops.demonstration.ground import Ground, Home, OfficeFact
from runforsomething.ops.demonstration.histories import Destiny, Person, Run
from runforsomething.ops.demonstration.numbers import Numbers
from runforsomething.ops.demonstration.window import Window

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
# Of a hundred on a ballot, by what they run for.
SHARES: dict[tuple[str, ...], int] = {
    (Level.STATE_HOUSE.value, Level.STATE_SENATE.value): 48,
    (Level.CITY_COUNCIL.value, Level.MAYOR.value): 35,
    (Level.SCHOOL_BOARD.value,): 13,
    (Level.COUNTY.value,): 4,
}
# So many planned races have sent their evidence, and staff have not looked at it yet.
EVIDENCE_WAITING = 3
ON_BALLOT = (Destiny.ON_BALLOT, Destiny.FILED_BEFORE)


class Races:
    """Gives out races in the published shares, and with them how the money follows."""

    def __init__(
        self, numbers: Numbers, window: Window, ground: Ground, policy: Policy, random: Random
    ) -> None:
        self._window = window
        self._ground = ground
        self._policy = policy
        self._random = random
        self._kinds = _kinds(numbers.on_ballot, random)
        self._early_left = numbers.open_early
        self._evidence_left = EVIDENCE_WAITING
        self._grants = Grants(numbers, window, policy, random)

    def office_for(self, number: int, destiny: Destiny, home: Home) -> OfficeFact | None:
        """Return the office that somebody who will race has in mind when signing up, else None."""
        if number == 0:
            return self._ground.office(home, (Level.CITY_COUNCIL.value,), self._random)
        if destiny in ON_BALLOT and self._kinds:
            return self._ground.office(home, self._kinds.pop(), self._random)
        if destiny >= Destiny.RACING:
            return self._ground.office(home, self._random.choice(list(SHARES)), self._random)
        return None

    def run(self, person: Person) -> None:
        """Let `person` enter the race, if they got that far, and reach its ballot if that is the destiny."""
        began = person.verified_at if person.destiny == Destiny.FILED_BEFORE else person.agreed_at
        if began is None or person.destiny < Destiny.RACING:
            return
        office = person.offices[0]
        if person.destiny == Destiny.RACING:
            person.run = Run(office, began + between(self._random, HOUR, 2 * DAY), self._late_evidence())
            return
        entered, evidence, checked = self._three_steps(began)
        early = person.destiny == Destiny.FILED_BEFORE and self._early_left > 0
        if early:
            self._early_left -= 1
        elif person.destiny == Destiny.FILED_BEFORE:
            checked = max(checked, self._window.start + 6 * DAY + between(self._random, HOUR, DAY))
        ballot_date = self._ballot_date(checked, early=early)
        opens = self._opening(ballot_date, office)
        checks = [checked + MINUTE, *([opens + MINUTE] if opens > checked else [])]
        fate = self._grants.deal(early=early) if person.number else Fate.NOTHING
        gifts, request = self._grants.money(fate, office.level, max(checks))
        person.run = Run(office, entered, evidence, ballot_date, checked, tuple(checks), gifts, request)

    def _late_evidence(self) -> datetime | None:
        if self._evidence_left < 1:
            return None
        self._evidence_left -= 1
        return self._window.until - between(self._random, HOUR, 5 * DAY)

    def _three_steps(self, began: datetime) -> tuple[datetime, datetime, datetime]:
        most = min(2 * DAY, max((self._window.end - 2 * HOUR - began) / 3, MINUTE))
        entered = began + between(self._random, most / 20, most)
        evidence = entered + between(self._random, most / 20, most)
        return entered, evidence, evidence + between(self._random, most / 20, most)

    def _ballot_date(self, checked: datetime, *, early: bool) -> date:
        """An early one lets funding open some weeks before the window ends, any other after it."""
        end = self._window.end
        wait = relativedelta(months=self._policy.wait_months)
        if early:
            return (end - between(self._random, 22 * DAY, 30 * DAY)).date() - wait
        soonest = min((end - wait + 3 * DAY).date(), checked.date())
        return max(checked.date() - timedelta(days=self._random.randint(0, 3)), soonest)

    def _opening(self, ballot_date: date, office: OfficeFact) -> datetime:
        day = opening_day(ballot_date, wait_months=self._policy.wait_months)
        zone = ZoneInfo(office.time_zone)
        return datetime.combine(day, time(), zone).astimezone(self._window.start.tzinfo)


def _kinds(on_ballot: int, random: Random) -> list[tuple[str, ...]]:
    """Return the kinds of office in the published shares, mixed, without the council of the own candidate."""
    ends = list(accumulate(SHARES.values()))
    found = [
        next(kind for kind, end in zip(SHARES, ends, strict=True) if 100 * number < end * on_ballot)
        for number in range(on_ballot)
    ]
    council = next((kind for kind in found if Level.CITY_COUNCIL.value in kind), found[0])
    found.remove(council)
    random.shuffle(found)
    return found
