"""Ages at their boundaries, ZIP codes and names in any script."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from candidates.ages import age_on, is_under, talks_open_on, turns
from candidates.intake import absorb_waiting
from candidates.models import Candidate, Intake
from candidates.working_days import DAY, holidays_of, is_working_day, one_working_day_after
from core import clock
from core.accounts.names import JOINERS, LONGEST, refuse_what_is_no_name, without_unseen_ends
from tests.candidates.typed import filled_in, typed
from tests.factories.offices import ZipCodeFactory

births = st.dates(date(1906, 1, 1), date(2015, 12, 31))
LEAP = st.sampled_from([date(year, 2, 29) for year in range(1908, 2013, 4)])


EDGES = st.text(st.sampled_from(" \t\n\u00a0\u200b\u200f\u202a\u2069\ufeff"), max_size=5)


@given(st.text(st.characters(categories=["L"]), min_size=1), EDGES, EDGES)
def test_marks_that_are_pasted_along_at_the_ends_of_a_name_are_left_out(
    name: str, before: str, after: str
) -> None:
    assert without_unseen_ends(before + name + after) == name
    assert without_unseen_ends(before + after) == ""


@pytest.mark.django_db
def test_a_name_and_an_address_are_taken_as_a_phone_pastes_them() -> None:
    ZipCodeFactory(code="78701")
    form = filled_in(
        first_name="\u200fمحمد\u2069 ", email=" \ufeffann@example.org\u200b", postal_code=" 78701-1234 "
    )
    assert form.is_valid(), form.errors
    told = form.payload()
    assert (told["first_name"], told["email"], told["postal_code"]) == (
        "محمد",
        "ann@example.org",
        "78701-1234",
    )


@given(births | LEAP, st.integers(min_value=13, max_value=60))
def test_somebody_turns_so_many_years_on_the_first_day_of_that_age(born: date, years: int) -> None:
    day = turns(years, born=born)
    assert (age_on(day, born), age_on(day - DAY, born)) == (years, years - 1)
    assert is_under(years, born=born, on=day - DAY)
    assert not is_under(years, born=born, on=day)


@given(LEAP)
def test_r1_born_on_a_leap_day_one_completes_a_year_on_the_first_of_march_of_a_common_year(
    born: date,
) -> None:
    assert turns(35, born=born) == date(born.year + 35, 3, 1)
    assert is_under(35, born=born, on=date(born.year + 35, 2, 28))
    assert talks_open_on(born=born) == date(born.year + 18, 3, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("too_young_by", "taken"), [(1, False), (0, True), (-1, True)])
def test_a_sixteenth_birthday_opens_the_sign_up(too_young_by: int, taken: bool, client: Client) -> None:
    ZipCodeFactory(code="78701", time_zone="America/Chicago")
    today = clock.today("America/Chicago")
    born = today.replace(year=today.year - 16) + timedelta(days=too_young_by)
    answer = client.post("/signup/", typed(date_of_birth=born.isoformat()))
    assert (answer.status_code == 302) is taken
    assert Intake.objects.exists() is taken


def everything_stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        rows = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


@pytest.mark.django_db
def test_of_somebody_under_sixteen_nothing_is_stored_anywhere(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    ZipCodeFactory(code="78701")
    marks = {"first_name": "Quillandra", "last_name": "Zephyrwood", "email": "quill@zephyr.example.org"}
    young = {**marks, "phone": "+12015550142", "date_of_birth": "2013-04-09"}
    for path in ("/signup/", "/signup/check/date_of_birth/", "/signup/check/email/"):
        answer = client.post(path, typed(**young))
    assert client.post("/signup/", typed(**young)).status_code == 422
    page = client.post("/signup/", typed(**young)).content.decode()
    assert "April 9, 2029" in page
    assert "We have kept nothing of what you typed" in page
    assert answer.status_code == 200
    kept = everything_stored() + caplog.text + str(dict(client.session.items()))
    found = [mark for mark in ("Quillandra", "Zephyrwood", "quill@", "5550142", "2013-04-09") if mark in kept]
    assert found == []
    client.post("/signup/", typed(**marks))
    assert "Quillandra" in everything_stored()


names = st.text(
    st.characters(categories=["L", "M"]) | st.sampled_from(JOINERS + " '-."), min_size=1, max_size=100
)


@pytest.mark.django_db
@settings(max_examples=40)
@given(names)
def test_a_name_in_any_script_is_kept_as_it_was_typed(name: str) -> None:
    assume(any(letter.isalpha() for letter in name) and "www." not in name.lower())
    form = filled_in(first_name=name)
    form.is_valid()
    assert "first_name" not in form.errors, form.errors
    assert form.cleaned_data["first_name"] == name.strip()


@given(names, st.characters(categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"]), st.integers(0, 100))
def test_a_name_with_a_character_that_cannot_be_seen_is_refused(name: str, unseen: str, at: int) -> None:
    with pytest.raises(ValidationError):
        refuse_what_is_no_name(name[:at] + unseen + name[at:])


@pytest.mark.parametrize(
    "name", ["Ann\u202eB", "https://spam.example.org", "www.spam.example", "…", "12", "\u200d"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        refuse_what_is_no_name(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["李", "علی‌رضا", "Ngũgĩ wa Thiong'o", "O’Brien-Ōta", "क्षत्रिय", "X Æ A-12", "Ð", "👩‍🌾 Ann"]
)
def test_names_of_the_world_arrive_whole(name: str, client: Client) -> None:
    ZipCodeFactory(code="78701")
    assert client.post("/signup/", typed(last_name=name)).status_code == 302
    absorb_waiting(now=clock.now())
    assert Candidate.objects.get().user.last_name == name


@pytest.mark.django_db
@pytest.mark.parametrize(("length", "taken"), [(LONGEST, True), (LONGEST + 1, False)])
def test_a_name_has_at_most_a_hundred_characters(length: int, taken: bool) -> None:
    form = filled_in(first_name="é" * length)
    form.is_valid()
    assert ("first_name" not in form.errors) is taken


@pytest.mark.django_db
@settings(max_examples=40)
@given(st.text(max_size=12))
def test_whatever_is_typed_as_a_zip_is_a_known_one_or_is_refused_in_words(code: str) -> None:
    ZipCodeFactory._meta.model.objects.get_or_create(
        code="78701", defaults={"state": "TX", "place_name": "A"}
    )
    form = filled_in(postal_code=code)
    form.is_valid()
    if "postal_code" in form.errors:
        assert "ZIP" in form.errors["postal_code"][0] or "Null" in form.errors["postal_code"][0]
    else:
        assert form.cleaned_data["postal_code"][:5] == "78701"


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2026, 1, 1), True),
        (date(2026, 1, 19), True),
        (date(2026, 5, 25), True),
        (date(2026, 7, 3), True),  # the fourth is a Saturday
        (date(2026, 11, 26), True),
        (date(2027, 12, 31), True),  # New Year's Day of 2028 is a Saturday
        (date(2026, 11, 27), False),
        (date(2026, 7, 6), False),
    ],
)
def test_federal_holidays_are_no_working_days(day: date, holiday: bool) -> None:
    assert (day in holidays_of(day.year)) is holiday
    assert is_working_day(day) is not holiday


CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-06-01T12:00", "2026-06-02T12:00"),
        ("2026-06-05T09:30", "2026-06-08T09:30"),  # a Friday
        ("2026-06-06T09:30", "2026-06-08T17:00"),  # a Saturday
        ("2026-11-25T16:00", "2026-11-27T16:00"),  # before Thanksgiving
        ("2026-11-26T16:00", "2026-11-27T17:00"),
        ("2026-03-06T09:00", "2026-03-09T09:00"),  # the clocks go forward between
    ],
)
def test_one_working_day_later_is_the_same_time_on_the_next_one(moment: str, due: str) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=CHICAGO)
    assert one_working_day_after(at, "America/Chicago") == datetime.fromisoformat(due).replace(tzinfo=CHICAGO)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(CHICAGO))  # noqa: DTZ001


@given(moments)
def test_a_promised_call_falls_on_a_working_day_and_never_more_than_six_days_later(at: Any) -> None:
    due = one_working_day_after(at, "America/Chicago")
    assert is_working_day(due.astimezone(CHICAGO).date())
    assert timedelta() < due - at <= timedelta(days=6)
