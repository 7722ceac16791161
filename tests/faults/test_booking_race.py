"""Fifty processes book by HTTP at the same instant, through the web server as `make run` starts it."""

from collections import Counter

import pytest

from tests.faults.racing import Finish, booking_request, page_request, race
from tests.faults.size import FULL
from tests.faults.system import System

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.alone]
SIZE = 50
SIZE_OF_SERIES = 50 if FULL else 10
TURNS = 10 if FULL else 1
WARM_UP = 16
# How much longer the slowest loser may take than the slowest of as many who each book a slot of their own.
SLOWER_SECONDS = 1

OVERLAPPING = """
SELECT count(*) FROM scheduling_commitment a JOIN scheduling_commitment b
ON a.person_id = b.person_id AND a.id < b.id AND a.period && b.period
"""


def book(system: System, entrants: list[tuple[str, str]]) -> list[Finish]:
    """Let everybody book what they want at once; nobody may be told of a fault of ours."""
    answers = race(system.port, [booking_request(session, start) for session, start in entrants])
    faults = Counter(answer.status for answer in answers if answer.status not in (302, 409))
    assert not faults, f"{faults}: {system.log('web')}"
    return answers


def losers(answers: list[Finish]) -> list[Finish]:
    return [answer for answer in answers if answer.status == 409]


def slowest(answers: list[Finish]) -> float:
    return max(answer.seconds for answer in answers)


def deadlocks(system: System) -> int:
    return (system.log_dir / "postgres.log").read_text(errors="replace").count("deadlock detected")


def race_once(system: System, order: tuple[str, str]) -> tuple[float, float]:
    """Run both races; return how long the slowest loser and the slowest of the others took, in seconds."""
    entrants = system.cast(f"print_race({SIZE}, 'one', 'many')")
    before = deadlocks(system)
    # They have looked at the page before; the first pages of a new process are slow.
    race(
        system.port, [page_request("/interviews/", session) for session, _start in entrants["one"][:WARM_UP]]
    )
    answers = {kind: book(system, entrants[kind]) for kind in order}
    assert len(losers(answers["one"])) == SIZE - 1
    assert losers(answers["many"]) == []
    assert deadlocks(system) == before
    assert system.ask(OVERLAPPING) == [(0,)]
    for loser in losers(answers["one"]):
        assert "Somebody was a moment quicker" in loser.body
        assert 'class="slot"' in loser.body or "No free times" in loser.body
    late, usual = slowest(losers(answers["one"])), slowest(answers["many"])
    print(f"slowest of {SIZE - 1} losers {late:.2f} s, of {SIZE} who book different slots {usual:.2f} s")
    return late, usual


@pytest.mark.parametrize("turn", range(TURNS))
def test_of_fifty_who_book_one_slot_one_has_it_and_the_others_soon_see_other_times(
    system: System, turn: int
) -> None:
    order = ("one", "many") if turn % 2 == 0 else ("many", "one")
    late, usual = race_once(system, order)
    assert late <= usual + SLOWER_SECONDS


@pytest.mark.parametrize("turn", range(TURNS))
def test_of_talks_twenty_seconds_apart_one_is_booked_and_of_talks_that_touch_all(
    system: System, turn: int
) -> None:
    entrants = system.cast(f"print_race({SIZE_OF_SERIES}, 'shifted', 'touching')")
    before = deadlocks(system)
    assert len(losers(book(system, entrants["shifted"]))) == SIZE_OF_SERIES - 1
    assert losers(book(system, entrants["touching"])) == []
    assert deadlocks(system) == before
    assert system.ask(OVERLAPPING) == [(0,)]
