"""Answers take a whole number of beats, so that their time tells nothing of what was done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.pace import left_of_the_beat

BEAT = 0.15


@given(st.floats(0, 60))
def test_an_answer_takes_a_whole_number_of_beats_and_less_than_one_more_than_it_needs(seconds: float) -> None:
    left = left_of_the_beat(seconds, BEAT)
    assert 0 <= left <= BEAT
    beats = (seconds + left) / BEAT
    assert beats == pytest.approx(round(beats), abs=1e-6)


@pytest.mark.parametrize(("seconds", "left"), [(0.01, 0.14), (0.149, 0.001), (0.151, 0.149), (0.31, 0.14)])
def test_an_answer_that_took_longer_than_a_beat_waits_for_the_next(seconds: float, left: float) -> None:
    assert left_of_the_beat(seconds, BEAT) == pytest.approx(left)


def test_without_a_beat_nothing_is_held_back() -> None:
    assert left_of_the_beat(0.2, 0.0) == 0
