"""The money that came in, to the cent, and what races cost."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from offices.enums import Level
from offices.models import Office
from runforsomething.ops.demonstration.histories import GiftToUs
from runforsomething.ops.demonstration.numbers import SMALLEST_FUND, Numbers
from runforsomething.ops.demonstration.window import Window

# What such a race costs, in dollars, each for one office in Texas; other states have nothing closer to go by.
PRICES = {
    Level.STATE_SENATE.value: Decimal("48000.00"),
    Level.STATE_HOUSE.value: Decimal("30000.00"),
    Level.COUNTY.value: Decimal("24000.00"),
    Level.MAYOR.value: Decimal("31000.00"),
    Level.CITY_COUNCIL.value: Decimal("18000.00"),
    Level.SCHOOL_BOARD.value: Decimal("6000.00"),
}
CYCLES_BACK, CAMPAIGNS = (2, 4), 6
# Half of the gifts went to each of two funds; of the dollars, this share to the first.
FIRST_FUND = Decimal("0.5446056")
SMALL_GIFTS = tuple(Decimal(dollars) for dollars in (5, 10, 10, 15, 20, 20))
LARGE_GIFTS = tuple(Decimal(dollars) for dollars in (25, 35, 35, 50, 50, 100))
# The last gifts of a fund are equal, so that its sum is exact.
LAST = 10
CENT = Decimal("0.01")


def priced_offices() -> dict[str, Office]:
    """Return the office of each level whose cost is on record: the first of Texas, else of anywhere."""
    found = {}
    for level in PRICES:
        there = Office.objects.filter(level=level)
        office = there.filter(state="TX").order_by("pk").first() or there.order_by("pk").first()
        if office is not None:
            found[level] = office
    return found


def donations(numbers: Numbers, window: Window, random: Random) -> Iterator[GiftToUs]:
    """Yield every donation, earliest first. Each donor gives at least once; the sum is exact."""
    if numbers.dollars < SMALLEST_FUND:
        yield GiftToUs(0, SMALLEST_FUND - numbers.dollars, window.start)
    first = (numbers.dollars * FIRST_FUND).quantize(CENT)
    funds = (
        _amounts(first, numbers.donations // 2, random),
        _amounts(numbers.dollars - first, numbers.donations - numbers.donations // 2, random),
    )
    length = window.end - window.start
    for number in range(numbers.donations):
        donor = number if number < numbers.donors else random.randrange(numbers.donors)
        at = window.start + (number + random.random()) / numbers.donations * length
        yield GiftToUs(donor, next(funds[(number + 1) % 2]), at.replace(microsecond=0))


def _amounts(total: Decimal, count: int, random: Random) -> Iterator[Decimal]:
    """Yield `count` amounts that sum to `total` dollars and stay near their mean on the way."""
    given = Decimal(0)
    for number in range(count):
        left = count - number
        if left <= LAST:
            amount = ((total - given) / left).quantize(CENT)
        else:
            ahead = given * count > total * (number + 1)
            amount = random.choice(SMALL_GIFTS if ahead else LARGE_GIFTS)
        given += amount
        yield amount
