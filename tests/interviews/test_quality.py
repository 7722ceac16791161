"""How interviewers rate: by quarter, from thirty talks on, for program staff only."""

from datetime import UTC, datetime, timedelta
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.roles import Role
from interviews.models import Interview, Interviewer, Scorecard, SecondReading
from interviews.quality import FEWEST, Agreement, Quarter, agreement, figures_of, quarter_called, quarter_of
from tests.factories.people import make_candidate, make_interviewer, make_user
from tests.interviews.talked import RATINGS
from tests.ops.test_access import sign_in

Q2 = Quarter(2026, 2)
SECOND = timedelta(seconds=1)


def talks_of(interviewer: Interviewer, count: int, *, at: datetime, rating: int = 3) -> list[Scorecard]:
    candidate = make_candidate(now=at, stage="interviewed")
    talks = Interview.objects.bulk_create(
        Interview(
            candidate=candidate,
            interviewer=interviewer,
            starts_at=at,
            ends_at=at + timedelta(minutes=30),
            time_zone="UTC",
            status="held",
        )
        for _ in range(count)
    )
    return Scorecard.objects.bulk_create(
        Scorecard(
            interview=talk,
            submitted_by=interviewer.user,
            submitted_at=at,
            recommendation="advance",
            **(RATINGS | dict.fromkeys(RATINGS, rating + number % 2)),
        )
        for number, talk in enumerate(talks)
    )


@pytest.mark.django_db
def test_figures_begin_with_thirty_talks_in_the_quarter() -> None:
    few, enough = make_interviewer(), make_interviewer()
    talks_of(few, FEWEST - 1, at=Q2.begins)
    talks_of(few, 5, at=Q2.ends)
    talks_of(few, 5, at=Q2.begins - SECOND)
    talks_of(enough, FEWEST - 1, at=Q2.begins)
    last = talks_of(enough, 1, at=Q2.ends - SECOND, rating=2)
    found, left_out = figures_of(Q2)
    assert ([one.interviewer for one in found], left_out) == ([enough], 1)
    means = [3 + number % 2 for number in range(FEWEST - 1)] + [2]
    assert found[0].talks == FEWEST
    assert found[0].mean == pytest.approx(sum(means) / FEWEST)
    assert found[0].spread == pytest.approx(pstdev(means))
    assert found[0].agreement == Agreement()
    SecondReading.objects.create(
        scorecard=last[0], reader=few, read_at=Q2.ends, recommendation="hold", **dict.fromkeys(RATINGS, 4)
    )
    Scorecard.objects.filter(pk=last[0].pk).update(roots=None)
    assert figures_of(Q2)[0][0].agreement == Agreement(1, 0, 2.0)


@pytest.mark.django_db
def test_only_program_staff_read_them() -> None:
    talks_of(make_interviewer(), FEWEST, at=Q2.begins)
    page = "/interviews/quality/?quarter=2026-Q2"
    assert "3.50" in sign_in(make_user(Role.PROGRAM_STAFF)).get(page).content.decode()
    assert sign_in(make_user(Role.INTERVIEWER)).get(page).status_code == 403


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-Q0", "2026-Q5", "26-Q1", "2026-Q", "٢٠٢٦-Q1x", "2026-Q1-Q2"]
)
def test_a_quarter_that_is_none_is_not_read(text: str) -> None:
    assert quarter_called(text) is None


@given(seconds=st.integers(0, 28_000_000_000))
def test_every_moment_lies_in_just_one_quarter(seconds: int) -> None:
    moment = datetime(2000, 1, 1, tzinfo=UTC) + seconds * SECOND
    found = quarter_of(moment)
    assert found.begins <= moment < found.ends
    assert quarter_called(str(found)) == found
    assert found.before().next() == found


RATING = st.none() | st.integers(0, 4)
Pair = tuple[str, str, list[int | None], list[int | None]]
PAIR = st.tuples(
    st.sampled_from("ah"), st.sampled_from("ah"), *[st.lists(RATING, min_size=6, max_size=6)] * 2
)


@given(pairs=st.lists(PAIR, max_size=6))
def test_agreement_is_the_same_from_either_side(
    pairs: list[tuple[str, str, list[int | None], list[int | None]]],
) -> None:
    there = agreement(pairs)
    assert there == agreement((b, a, y, x) for a, b, x, y in pairs)
    assert 0 <= there.same <= there.read == len(pairs)
    assert there.apart is None or 0 <= there.apart <= 4
    assert agreement((a, a, x, x) for a, _b, x, _y in pairs).same == len(pairs)
