"""Who gets how far: exact counts, drawn among those who signed up early enough to get there within the window."""

from random import Random

from runforsomething.ops.demonstration.histories import Destiny
from runforsomething.ops.demonstration.numbers import Numbers
from runforsomething.ops.demonstration.window import Window


def destinies(numbers: Numbers, window: Window, random: Random) -> bytearray:
    """Return everybody's destiny in the order of the sign-ups; the first one is the demonstration's candidate."""
    found = bytearray(numbers.sign_ups)
    found[0] = Destiny.ON_BALLOT
    for destiny, count, latest_day in _groups(numbers):
        early = window.before_day(latest_day, numbers.weeks)
        free = [number for number in range(early) if not found[number]]
        if len(free) < count:
            free = [number for number in range(numbers.sign_ups) if not found[number]]
        for number in random.sample(free, min(max(count, 0), len(free))):
            found[number] = destiny
    return found


def _groups(numbers: Numbers) -> list[tuple[Destiny, int, float]]:
    """Return each destiny with how many have it, and the day by which they have signed up; the furthest first."""
    return [
        (Destiny.FILED_BEFORE, numbers.filed_before, 18),
        (Destiny.ON_BALLOT, numbers.on_ballot - numbers.filed_before - 1, 24),
        (Destiny.RACING, numbers.racing - numbers.on_ballot, 26),
        (Destiny.COMMITTED, numbers.committed - numbers.racing, 28),
        (Destiny.ADVANCED, numbers.advanced - numbers.committed, 30),
        (Destiny.HELD_BACK, numbers.held_back, 32),
        (Destiny.DECLINED, numbers.declined, 32),
        (Destiny.UNDECIDED, numbers.undecided, 32),
        (Destiny.ASKED, numbers.asked - numbers.talked, 44),
        (Destiny.CAME, numbers.came - numbers.asked, 48),
        (Destiny.MISSED_THE_CALL, numbers.registered - numbers.came, 54),
        (Destiny.UNVERIFIED, numbers.sign_ups - numbers.verified, 60),
    ]
