"""Chance with a shape: waits that are mostly short and sometimes long."""

from datetime import timedelta
from math import log
from random import Random

# How many standard deviations of the normal distribution nine of ten stay below.
NINETIETH = 1.2816
TRIES = 8


def wait(
    random: Random, *, median: timedelta, p90: timedelta, least: timedelta, most: timedelta
) -> timedelta:
    """Return a log-normal wait between `least` and `most`; evenly spread between them where that is far from it."""
    spread = log(p90 / median) / NINETIETH
    for _ in range(TRIES):
        found = median * random.lognormvariate(0, spread)
        if least <= found <= most:
            return _whole(found)
    return _whole(least + random.random() * max(most - least, timedelta()))


def between(random: Random, least: timedelta, most: timedelta) -> timedelta:
    """Return a time between the two, evenly spread."""
    return _whole(least + random.random() * (most - least))


def _whole(span: timedelta) -> timedelta:
    return timedelta(seconds=int(span.total_seconds()))
