"""Facts that people add: how they are written, who confirms them, and that they win over any import."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.roles import Role
from core.lifecycle import NoSuchEdge, NotPermitted, Refused
from offices import facts
from offices.enums import FactKind, FactOrigin, FactStatus
from offices.fact_values import Unreadable, read_value, show_value
from offices.freshness import is_old_contest, is_stale
from offices.models import Fact, Office
from tests.factories.offices import ElectionFactory, FactFactory, OfficeFactory
from tests.factories.people import make_user
from tests.offices.conftest import Load

pytestmark = pytest.mark.slow


def said(kind: FactKind, value: str, now: datetime, **more: object) -> facts.Statement:
    source = "My clerk, on the phone"
    return facts.Statement(kind, value, source, "", now.date(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "shown"),
    [
        (FactKind.FEE, " $1,250.5 ", "1250.50", "$1,250.50"),
        (FactKind.FEE, "150", "150.00", "$150"),
        (FactKind.FEE, "0", "0.00", "no fee"),
        (FactKind.FILING_CLOSES, "2027-03-14", "2027-03-14", "March 14, 2027"),
        (FactKind.SEATS, "007", "7", "7"),
        (
            FactKind.RESIDENCY,
            "one \n year  in the district",
            "one year in the district",
            "one year in the district",
        ),
        (FactKind.TIME_ZONE, "America/Boise", "America/Boise", "America/Boise"),
    ],
)
def test_a_value_is_kept_in_one_way_however_it_is_typed(
    kind: FactKind, typed: str, kept: str, shown: str
) -> None:
    assert read_value(kind, typed) == kept
    assert show_value(kind, kept) == shown


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *((FactKind.FEE, text) for text in ("", "free", "-1", "1e9", "1.234", "12,34x", "９", "9" * 12)),
        *((FactKind.FILING_CLOSES, text) for text in ("14 March", "2027-02-30", "1066-01-01", "20270314x")),
        *((FactKind.MINIMUM_AGE, text) for text in ("15", "41", "18.0", "١٨", "eighteen")),
        *((FactKind.RESIDENCY, text) for text in ("a" * 501, "one\x00year", "year\u202eraey", "   ")),
        (FactKind.TIME_ZONE, "Central"),
    ],
)
def test_what_is_no_such_value_is_refused_with_a_sentence(kind: FactKind, typed: str) -> None:
    with pytest.raises(Unreadable, match=r"\.$"):
        read_value(kind, typed)


@given(st.sampled_from(list(FactKind)), st.text(max_size=600))
def test_whatever_is_typed_is_kept_in_a_readable_way_or_refused(kind: FactKind, typed: str) -> None:
    try:
        kept = read_value(kind, typed)
    except Unreadable:
        return
    assert read_value(kind, kept) == kept
    assert 0 < len(kept) <= 500
    assert show_value(kind, kept)


def test_a_fact_is_stale_from_the_day_after_a_year() -> None:
    assert not is_stale(date(2026, 3, 1), today=date(2027, 3, 1))
    assert is_stale(date(2026, 3, 1), today=date(2027, 3, 2))
    assert not is_stale(date(2024, 2, 29), today=date(2025, 2, 28))


@pytest.mark.parametrize(
    ("level", "term", "newest_old_year"),
    [
        ("state_house", None, 2021),
        ("state_senate", None, 2017),
        ("school_board", 6, 2013),
        ("mayor", 1, 2023),
    ],
)
def test_a_contest_is_old_after_two_cycles_of_its_office(
    level: str, term: int | None, newest_old_year: int
) -> None:
    def is_old(year: int) -> bool:
        return is_old_contest(year, level=level, term_years=term, today=date(2026, 6, 1))

    assert is_old(newest_old_year)
    assert not is_old(newest_old_year + 1)


@pytest.mark.django_db
class TestTelling:
    def test_what_a_candidate_tells_is_believed_only_once_somebody_else_confirmed_it(
        self, now: datetime
    ) -> None:
        office, teller, researcher = OfficeFactory(), make_user(), make_user(Role.RESEARCHER)
        fact = facts.tell(office, said(FactKind.FEE, "75", now), by=teller, at=now)
        assert facts.believed([office], today=now.date()) == {}
        facts.confirm(fact, actor=researcher, at=now)
        (known,) = facts.believed([office], today=now.date())[office.pk]
        assert (known.text, known.origin, known.is_stale) == ("$75", FactOrigin.PERSON, False)

    def test_nobody_confirms_what_they_told_themselves_and_only_keepers_of_facts_do(
        self, now: datetime
    ) -> None:
        teller = make_user(Role.RESEARCHER)
        fact = facts.tell(OfficeFactory(), said(FactKind.FEE, "75", now), by=teller, at=now)
        for nobody in (teller, make_user(), make_user(Role.DONOR), make_user(Role.INTERVIEWER)):
            with pytest.raises(NotPermitted):
                facts.confirm(fact, actor=nobody, at=now)

    def test_what_was_refused_needs_a_reason_and_stays_refused(self, now: datetime) -> None:
        fact = facts.tell(OfficeFactory(), said(FactKind.FEE, "75", now), by=make_user(), at=now)
        staff = make_user(Role.PROGRAM_STAFF)
        with pytest.raises(Refused, match="Say why"):
            facts.refuse(fact, because=" ", actor=staff, at=now)
        facts.refuse(fact, because="The clerk’s page says 150.", actor=staff, at=now)
        with pytest.raises(NoSuchEdge):
            facts.confirm(fact, actor=staff, at=now)
        assert list(fact.transitions.values_list("to_state", flat=True)) == ["refused"]

    def test_a_filing_window_belongs_to_an_election_of_the_state(self, now: datetime) -> None:
        office = OfficeFactory()
        with pytest.raises(Refused, match="belongs to an election"):
            facts.record(office, said(FactKind.FILING_CLOSES, "2027-01-04", now), by=None, at=now)
        elsewhere = ElectionFactory(state="WI")
        with pytest.raises(Refused, match="another state"):
            facts.record(
                office, said(FactKind.FILING_CLOSES, "2027-01-04", now, election=elsewhere), by=None, at=now
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            FactFactory(office=office, kind=FactKind.FILING_CLOSES, value="2027-01-04")

    def test_nothing_can_have_been_checked_tomorrow(self, now: datetime) -> None:
        tomorrow = said(FactKind.FEE, "75", now + timedelta(days=1))
        with pytest.raises(Refused, match="lies ahead"):
            facts.record(OfficeFactory(), tomorrow, by=None, at=now)

    def test_the_same_statement_twice_says_nothing_new(self, now: datetime) -> None:
        office = OfficeFactory()
        assert facts.record(office, said(FactKind.FEE, "75", now), by=None, at=now)
        assert not facts.record(office, said(FactKind.FEE, "$75.00", now), by=None, at=now)
        known = Fact.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            FactFactory(office=office, value=known.value, source=known.source, checked_on=known.checked_on)

    def test_the_newer_check_is_believed_and_the_older_one_is_kept(self, now: datetime) -> None:
        office = OfficeFactory()
        FactFactory(office=office, value="10.00", checked_on=date(2026, 2, 1))
        FactFactory(office=office, value="20.00", checked_on=date(2025, 2, 1))
        (known,) = facts.believed([office], today=now.date())[office.pk]
        assert known.value == "10.00"
        assert office.facts.count() == 2


@pytest.mark.django_db
class TestCorrections:
    AUSTIN = "ocd-division/country:us/state:tx/place:austin"

    def test_a_correction_wins_over_a_later_import_and_both_are_kept(self, load: Load, now: datetime) -> None:
        load()
        council = Office.objects.get(division__ocd_id=self.AUSTIN, kind="council")
        staff = make_user(Role.PROGRAM_STAFF)
        for kind, value in ((FactKind.NAME, "Council of Austin"), (FactKind.SEATS, "11")):
            facts.record(council, said(kind, value, now), by=staff, at=now)
        load()
        load()
        council.refresh_from_db()
        assert (council.name, council.seats) == ("Council of Austin", 11)
        kept = council.facts.order_by("pk").values_list("kind", "value", "origin")
        assert list(kept) == [
            ("name", "Council of Austin", "staff"),
            ("seats", "11", "staff"),
            ("name", "Austin City Council", "import"),
        ]

    def test_what_nobody_corrected_goes_on_following_the_import(self, load: Load) -> None:
        load()
        council = Office.objects.get(division__ocd_id=self.AUSTIN, kind="council")
        Office.objects.filter(pk=council.pk).update(name="Spoiled")
        load()
        council.refresh_from_db()
        assert council.name == "Austin City Council"
        assert not Fact.objects.exists()

    def test_what_was_told_and_not_confirmed_corrects_nothing(self, load: Load, now: datetime) -> None:
        load()
        council = Office.objects.get(division__ocd_id=self.AUSTIN, kind="council")
        fact = facts.tell(council, said(FactKind.NAME, "Nonsense", now), by=make_user(), at=now)
        load()
        council.refresh_from_db()
        assert council.name == "Austin City Council"
        assert fact.status == FactStatus.TOLD

    def test_an_older_correction_does_not_undo_a_newer_one(self, now: datetime) -> None:
        office = OfficeFactory(minimum_age=None)
        facts.record(office, said(FactKind.MINIMUM_AGE, "21", now), by=None, at=now)
        older = facts.Statement(FactKind.MINIMUM_AGE, "18", "an old handbook", "", date(2020, 1, 1))
        facts.record(office, older, by=None, at=now)
        office.refresh_from_db()
        assert office.minimum_age == 21
