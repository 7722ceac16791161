"""Fifty processes book by HTTP at the same instant, through the web server as `make run` starts it."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.faults.racing import Finish, booking_request, form_request, race
from tests.faults.size import FULL
from tests.faults.system import System

pytestmark = [pytest.mark.faults, pytest.mark.stack, pytest.mark.alone]
SIZE = 50
SIZE_OF_SERIES = 50 if FULL else 10
# Of seven kinds of race, two hundred together.
TURNS = 29 if FULL else 1
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
    # The first bookings of a new process, and the first pages for losers, are slow: those are not measured.
    book(system, system.cast(f"print_race({WARM_UP}, 'shifted')")["shifted"])
    entrants = system.cast(f"print_race({SIZE}, 'one', 'many')")
    before = deadlocks(system)
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


def contest(system: System, entries: list[dict[str, Any]]) -> tuple[list[Finish], list[Finish]]:
    """Send all of it at once; return who won and who lost, none of them by a fault of ours or a deadlock."""
    before = deadlocks(system)
    requests = [form_request(entry["session"], entry["path"], entry["fields"]) for entry in entries]
    answers = race(system.port, requests)
    faults = Counter(answer.status for answer in answers if answer.status not in (302, 409, 422))
    assert not faults, f"{faults}: {system.log('web')}"
    assert deadlocks(system) == before
    assert system.ask(OVERLAPPING) == [(0,)]
    won = [answer for answer in answers if answer.status == 302]
    return won, [answer for answer in answers if answer.status != 302]


@pytest.mark.parametrize("turn", range(TURNS))
def test_of_those_who_want_the_same_time_one_has_it_however_they_ask_for_it(
    system: System, turn: int
) -> None:
    contests = system.cast(f"print_contests({SIZE_OF_SERIES})")
    took = {}
    for kind, entries in contests.items():
        won, lost = contest(system, entries)
        assert len(won) == (SIZE_OF_SERIES if kind == "touching" else 1), kind
        for loser in lost:
            if loser.status == 409:
                assert 'class="slot"' in loser.body or "No free times" in loser.body, kind
        took[kind] = max((loser.seconds for loser in lost), default=0.0)
    print({kind: f"slowest loser {seconds:.2f} s" for kind, seconds in took.items()})


@pytest.fixture(scope="module")
def before_the_change(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A system a week before clocks go back."""
    clock = datetime(2026, 10, 25, 12, tzinfo=UTC)
    with System(tmp_path_factory.mktemp("autumn"), clock=clock) as found:
        yield found


@pytest.mark.skipif(not FULL, reason="a system of its own; in small: test_races_for_time")
@pytest.mark.parametrize("turn", range(TURNS))
def test_of_the_two_half_past_ones_of_a_clock_change_each_has_one_winner(
    before_the_change: System, turn: int
) -> None:
    won, lost = contest(before_the_change, before_the_change.cast(f"print_doubled_hour({SIZE_OF_SERIES})"))
    assert (len(won), len(lost)) == (2, SIZE_OF_SERIES - 2)
    starts = before_the_change.ask("SELECT starts_at FROM interviews_interview ORDER BY id DESC LIMIT 2")
    assert len({start for (start,) in starts}) == 2
