"""Calls that repeat, move and are called off."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.scheduling.commitments import Taken
from core.scheduling.models import Commitment
from interviews import intro_calls
from interviews.announcing import announce_series, call_off, move_call, occurrences
from interviews.models import IntroCall, Registration
from tests.factories.people import make_call, make_candidate, make_user

DAY = timedelta(days=1)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(["America/Chicago", "Australia/Sydney", "America/Phoenix", "America/St_Johns"]),
)
def test_a_series_keeps_its_time_of_day_whatever_the_clock_does(start: datetime, zone: str) -> None:
    found = [one.astimezone(ZoneInfo(zone)) for one in occurrences(start, zone, every_days=7, times=26)]
    first: date = found[0].date()
    assert [one.date() for one in found] == [first + timedelta(days=7 * n) for n in range(26)]
    same = [one.time() for one in found if one.time() != found[0].time()]
    assert len(same) <= 1  # an hour that the clock skips is the one after it on that day


@pytest.mark.django_db
def test_of_a_series_all_calls_are_announced_or_none(now: datetime) -> None:
    host = make_user(Role.PROGRAM_STAFF)
    call = IntroCall(host=host, starts_at=now + DAY, join_url="https://meet.example.org/x", captions=True)
    made = announce_series(call, every_days=7, times=4, now=now)
    assert {one.series for one in made} == {made[0].series} != {None}
    assert all(one.captions for one in IntroCall.objects.all())
    again = IntroCall(host=host, starts_at=now + 8 * DAY, join_url="https://meet.example.org/x")
    with pytest.raises(Taken, match="June"):
        announce_series(again, every_days=1, times=3, now=now)
    assert IntroCall.objects.count() == 4


@pytest.mark.django_db
def test_a_call_that_moves_takes_everybodys_time_along_and_frees_who_is_busy(now: datetime) -> None:
    call, there = make_call(starts_at=now + 3 * DAY), make_call(starts_at=now + 5 * DAY)
    free, busy = (intro_calls.register(make_candidate(now=now), call, now=now) for _ in range(2))
    Commitment.objects.create(
        person=busy.candidate.user, period=(there.starts_at, there.ends_at), kind="interview"
    )
    assert move_call(call, there.starts_at, actor=call.host, now=now) == [busy]
    assert [Registration.objects.get(pk=one.pk).status for one in (free, busy)] == ["confirmed", "cancelled"]
    assert Commitment.objects.get(subject=free.public_id).period.lower == there.starts_at
    assert IntroCall.objects.get(pk=call.pk).seats_taken == 1
    told = {one.kind: one.recipient for one in OutgoingMessage.objects.exclude(kind="intro_call_confirmed")}
    assert told["intro_call_moved"] == free.candidate.user
    assert told["intro_call_off"] == busy.candidate.user
    with pytest.raises(NotPermitted):
        move_call(call, now + 6 * DAY, actor=free.candidate.user, now=now)


@pytest.mark.django_db
def test_a_call_that_is_off_frees_everybody_and_takes_no_more_seats(now: datetime) -> None:
    call = make_call(starts_at=now + 3 * DAY, capacity=1)
    seat, waits = (intro_calls.register(make_candidate(now=now), call, now=now) for _ in range(2))
    assert call_off(call, actor=call.host, now=now) == 2
    assert not Commitment.objects.exists()
    assert {one.status for one in call.registrations.all()} == {"cancelled"}
    with pytest.raises(Refused, match="does not take place"):
        intro_calls.register(seat.candidate, call, now=now)
    assert not IntroCall.objects.open_at(now).exists()
    told = OutgoingMessage.objects.filter(kind="intro_call_off")
    assert {one.recipient_id: one.context["had_a_seat"] for one in told} == {
        seat.candidate.user_id: True,
        waits.candidate.user_id: False,
    }
