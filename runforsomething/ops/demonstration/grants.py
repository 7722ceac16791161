"""Who asked for money, and how far that has come: five months after the window, and on its last day."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto
from random import Random

from funding.eligibility import Policy
from runforsomething.ops.demonstration import people
from runforsomething.ops.demonstration.chance import between
from runforsomething.ops.demonstration.fund import PRICES
from runforsomething.ops.demonstration.histories import CampaignGift, Grant, Request, Scoring
from runforsomething.ops.demonstration.numbers import Numbers
from runforsomething.ops.demonstration.window import Window

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TEN = Decimal(10)
STRONG, WEAK = (4, 3, 3, 4, 4, 3, 3, 3), (2, 2, 3, 2, 2, 3, 2, 2)


class Fate(Enum):
    NOTHING = auto()
    TO_SCORE = auto()
    TO_APPROVE = auto()
    DECLINED = auto()
    AWARDED = auto()
    PAID = auto()
    # Paid in the end; on the window's last day only handed in, or awarded.
    HANDED_IN_EARLY = auto()
    AWARDED_EARLY = auto()


# These are still under way on the demonstration's last day: so many days before it they began to write.
UNDER_WAY = {Fate.TO_SCORE: 12, Fate.TO_APPROVE: 16, Fate.AWARDED: 20}
UNPAID = (Fate.TO_APPROVE, Fate.AWARDED)


class Grants:
    """Deals out what becomes of each race that is on a ballot, in exact numbers."""

    def __init__(self, numbers: Numbers, window: Window, policy: Policy, random: Random) -> None:
        self._window = window
        self._policy = policy
        self._random = random
        self._early = [Fate.PAID] * numbers.paid_early
        self._early += [Fate.AWARDED_EARLY] * (numbers.awarded_early - numbers.paid_early)
        self._early += [Fate.HANDED_IN_EARLY] * (numbers.applied_early - numbers.awarded_early)
        self._later = [Fate.PAID] * (numbers.paid - numbers.applied_early)
        self._later += [Fate.AWARDED] * (numbers.awarded - numbers.paid)
        self._later += [Fate.TO_APPROVE] * numbers.to_approve + [Fate.TO_SCORE] * numbers.to_score
        self._later += [Fate.DECLINED] * (numbers.applied - numbers.applied_early - len(self._later))
        others = numbers.on_ballot - 1 - numbers.applied_early
        self._later += [Fate.NOTHING] * (others - len(self._later))
        random.shuffle(self._later)

    def deal(self, *, early: bool) -> Fate:
        """Return the fate of the next race; `early` ones opened within the window."""
        if early and self._early:
            return self._early.pop(0)
        return self._later.pop() if self._later else Fate.NOTHING

    def money(
        self, fate: Fate, level: str, opened: datetime
    ) -> tuple[tuple[CampaignGift, ...], Request | None]:
        """Return what the campaign raised and its application; `opened` is when it could first apply."""
        if fate is Fate.NOTHING or level not in PRICES:
            return (), None
        random = self._random
        begun = self._begin(fate, opened)
        by_plan = random.random() < 0.5 or fate is Fate.TO_SCORE
        cap = PRICES[level] * self._policy.share
        raised = cap * Decimal("0.4" if by_plan or fate is Fate.DECLINED else "1.1")
        gifts = self._gifts(raised.quantize(TEN), begun)
        handed_in = begun + between(random, DAY, 4 * DAY)
        scorings = self._scorings(fate, handed_in, strong=by_plan and fate is not Fate.DECLINED)
        after = scorings[-1].at if scorings else handed_in
        amount = cap * random.choice((Decimal("0.5"), Decimal("0.6"), Decimal("0.7"), Decimal("0.8")))
        amount = max(amount // TEN * TEN, TEN).quantize(Decimal("0.01"))
        return gifts, Request(
            begun_at=begun,
            handed_in_at=handed_in,
            committee=f"Neighbors of {people.name(random)[1]}",
            treasurer=" ".join(people.name(random)),
            amount=amount,
            scorings=scorings,
            declined_at=after + between(random, DAY, 3 * DAY) if fate is Fate.DECLINED else None,
            grant=None if fate in (Fate.DECLINED, Fate.TO_SCORE) else self._grant(fate, amount, level, after),
        )

    def _begin(self, fate: Fate, opened: datetime) -> datetime:
        if fate in UNDER_WAY:
            earliest = self._window.until - UNDER_WAY[fate] * DAY
            return max(opened, earliest) + between(self._random, HOUR, 2 * DAY)
        slack = 2 * DAY if opened < self._window.end else 30 * DAY
        return opened + between(self._random, 6 * HOUR, slack)

    def _gifts(self, raised: Decimal, begun: datetime) -> tuple[CampaignGift, ...]:
        count = self._random.randint(2, 4)
        each = (raised / count).quantize(Decimal("0.01")) + TEN
        found = []
        for number in range(count):
            noted = begun + number * HOUR + between(self._random, MINUTE, 20 * MINUTE)
            given = (begun - self._random.randint(2, 20) * DAY).date()
            donor = f"{people.FIRST[number]} {people.name(self._random)[1]}"
            found.append(CampaignGift(donor, each, given, noted, noted + 30 * MINUTE))
        return tuple(found)

    def _scorings(self, fate: Fate, at: datetime, *, strong: bool) -> tuple[Scoring, ...]:
        # Of a plan that is still to be scored, the first reviewer has not begun.
        first = self._random.randint(1, 2) if fate is Fate.TO_SCORE else 0
        found = []
        for reviewer in range(first, 2):
            at += between(self._random, 6 * HOUR, 36 * HOUR)
            found.append(Scoring(reviewer, STRONG if strong else WEAK, at))
        return tuple(found)

    def _grant(self, fate: Fate, amount: Decimal, level: str, after: datetime) -> Grant:
        random, end = self._random, self._window.end
        begin = max(after, end) if fate is Fate.HANDED_IN_EARLY else after
        requested = begin + between(random, 12 * HOUR, 2 * DAY)
        approved = requested + between(random, 5 * HOUR, 2 * DAY)
        paying = max(approved, end) if fate is Fate.AWARDED_EARLY else approved
        return Grant(
            amount=amount,
            requested_at=requested,
            approved_at=None if fate is Fate.TO_APPROVE else approved,
            paid_at=None if fate in UNPAID else paying + between(random, 12 * HOUR, 3 * DAY),
            reference=f"{level[:2].upper()}-{random.randrange(10**6):06}",
        )
