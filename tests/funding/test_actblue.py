"""ActBlue's export: a line item is noted once, refunds are taken off, and a faulty file changes nothing."""

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.enums import Stage
from candidates.models import Candidacy
from funding.actblue import MOST_BYTES, FaultyExport, read_export
from funding.models import Gift
from tests.factories.people import bring_to, put_on_ballot
from tests.faults.size import FULL
from tests.ops.test_access import sign_in

HEADING = (
    "Receipt ID,Date,Amount,Donor First Name,Donor Last Name,Donor Addr1,Donor Employer,Donor Email,Donor Phone,"
    "Lineitem ID,Refund ID,Refund Date"
)
CHICAGO = ZoneInfo("America/Chicago")
TODAY = date(2026, 6, 1)


def row(item: str, amount: str = "25.00", when: str = "2026-05-04 12:00:00", **more: str) -> str:
    cells = {"first": "Ada", "last": "Millbrook", "phone": "+15125550147", "refund": "", "back": "", **more}
    return (
        f"AB1,{when},{amount},{cells['first']},{cells['last']},1 Elm St,Acme Mills,ada@example.org,{cells['phone']},"
        f"{item},{cells['refund']},{cells['back']}"
    )


def file_of(*rows: str, heading: str = HEADING) -> bytes:
    return "\r\n".join([heading, *rows, ""]).encode()


def read(data: bytes) -> list[tuple[str, str, Decimal, date, date | None]]:
    found = read_export(data, zone=CHICAGO, today=TODAY)
    return [(one.line_item, one.donor, one.amount, one.given_on, one.refunded_on) for one in found]


def test_times_are_eastern_and_days_those_of_the_race_across_the_change_of_clocks() -> None:
    moments = ["2026-05-04 00:30:00", "2026-05-04 01:00:00", "2026-03-08 02:30:00", "2025-11-02 00:59:59"]
    rows = [row(str(number), when=when) for number, when in enumerate(moments)]
    days = [one[3] for one in read(file_of(*rows))]
    assert days == [date(2026, 5, 3), date(2026, 5, 4), date(2026, 3, 8), date(2025, 11, 1)]


def test_a_refund_is_a_column_or_a_row_of_its_own() -> None:
    found = read(
        file_of(
            row("1", refund="R1", back="2026-05-05 10:00:00"),
            row("2"),
            row("2", "-25.00", when="2026-05-06 10:00:00"),
            row("3", '"1,234.50"'),
        )
    )
    assert [(one[0], one[2], one[4]) for one in found] == [
        ("1", Decimal("25.00"), date(2026, 5, 5)),
        ("2", Decimal("25.00"), date(2026, 5, 6)),
        ("3", Decimal("1234.50"), None),
    ]


FAULTY = {
    "a byte order mark": (b"\xef\xbb\xbf" + file_of(row("1")), "Row 1: .*byte order mark"),
    "UTF-16": (file_of(row("1")).decode().encode("utf-16"), "Row 1: .*byte order mark"),
    "semicolons": (file_of(row("1")).replace(b",", b";"), "Row 1: .*commas"),
    "tabs": (file_of(row("1")).replace(b",", b"\t"), "Row 1: .*commas"),
    "a formula": (
        file_of(row("1"), row("2", first="=HYPERLINK(1)")),
        "Row 3: a formula in .*Donor First Name",
    ),
    "a formula in a column that is dropped": (
        file_of(row("1", phone="@SUM(1)")),
        "Row 2: a formula in .*Phone",
    ),
    "a formula that begins with a sign": (file_of(row("1", last="-2+3|cmd")), "Row 2: a formula"),
    "no line item": (file_of(row("")), "Row 2: no line item"),
    "other columns": (file_of("1,2", heading="Name,Sum"), "Row 1: without the columns Lineitem ID, Amount"),
    "a column twice": (
        file_of(row("1") + ",x", heading=f"{HEADING},Amount"),
        "Row 1: .*Amount is there twice",
    ),
    "a missing cell": (file_of(row("1"), "AB1,2026-05-04"), "Row 3: 2 cells instead of 12"),
    "a duplicate": (file_of(row("1"), row("2"), row("1")), "Row 4: the line item 1 is there twice"),
    "Latin-1": (file_of(row("1"), row("2", first="José")).decode().encode("latin-1"), "Row 3: .*UTF-8"),
    "an amount in words": (file_of(row("1", "ten")), "Row 2: an amount"),
    "an amount of nothing": (file_of(row("1", "0.00")), "Row 2: an amount of nothing"),
    "a day that is none": (file_of(row("1", when="2026-02-30 10:00:00")), "Row 2: a day that cannot"),
    "a day to come": (file_of(row("1", when="2026-06-02 10:00:00")), "Row 2: a day that lies in the future"),
    "a part given back": (file_of(row("1"), row("1", "-5.00")), "Row 3: only a part"),
    "quotes that do not close": (file_of(row("1"), '"AB1,2'), "Row 3: quotes"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0", "Row 1"),
    "a zero byte": (file_of(row("1")) + b"\0", "Row 3: this is no text"),
    "nothing": (b"", "Row 1: without the columns"),
    "a heading alone": (file_of(), "no rows"),
    "too much": (b"x" * (MOST_BYTES + 1), "larger than 5 MB"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_file_is_refused_with_its_row_and_the_reason(name: str) -> None:
    data, why = FAULTY[name]
    with pytest.raises(FaultyExport) as refused:
        read(data)
    assert any(re.search(why, fault) for fault in refused.value.faults), refused.value.faults


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: file_of(text)))
@settings(max_examples=60, deadline=None)
def test_whatever_arrives_is_read_or_refused(data: bytes) -> None:
    with suppress(FaultyExport):
        assert read(data)


@pytest.fixture
def race(db: None, now: datetime) -> Candidacy:
    candidate = bring_to(Stage.COMMITTED, now=now)
    return put_on_ballot(candidate, ballot_date=date(2026, 1, 5), now=now)


def upload(client: Client, race: Candidacy, data: bytes) -> str:
    file = BytesIO(data)
    file.name = "actblue.csv"
    answer = client.post(
        f"/funding/{race.public_id}/gifts/import/", {"form_key": str(uuid4()), "export": file}, follow=True
    )
    return answer.content.decode()


def noted(race: Candidacy) -> list[tuple[str, Decimal, bool]]:
    return [(g.line_item, g.amount, g.refunded_on is not None) for g in race.gifts.order_by("line_item")]


def test_the_same_export_again_notes_nothing_twice_and_keeps_what_was_given_back(race: Candidacy) -> None:
    client = sign_in(race.candidate.user)
    assert "2 gifts noted." in upload(client, race, file_of(row("1"), row("2", "100.00")))
    assert "0 gifts noted. 2 were known." in upload(client, race, file_of(row("1"), row("2", "100.00")))
    back = row("2", "100.00", refund="R2", back="2026-05-06 10:00:00")
    assert "1 was given back." in upload(client, race, file_of(row("1"), back, row("3")))
    assert noted(race) == [
        ("1", Decimal("25.00"), False),
        ("2", Decimal("100.00"), True),
        ("3", Decimal("25.00"), False),
    ]
    assert {gift.donor for gift in Gift.objects.all()} == {"Ada Millbrook"}
    page = client.get(f"/funding/{race.public_id}/").content.decode()
    for dropped in ("Elm St", "Acme Mills", "ada@example.org", "5550147"):
        assert dropped not in page


def test_a_faulty_file_changes_nothing_and_says_why_on_the_page(race: Candidacy) -> None:
    client = sign_in(race.candidate.user)
    page = upload(client, race, file_of(row("1"), row("2", "much")))
    assert "Row 3: an amount that is not dollars and cents." in page
    assert noted(race) == []
    upload(client, race, file_of(row("1")))
    page = upload(client, race, file_of(row("7"), row("1", "26.00")))
    assert "The line item 1 is noted with another amount already." in page
    assert noted(race) == [("1", Decimal("25.00"), False)]


def test_a_file_that_is_too_large_is_refused(race: Candidacy) -> None:
    size = 100 * 1024 * 1024 if FULL else MOST_BYTES + 1
    page = upload(sign_in(race.candidate.user), race, b"x" * size)
    assert "5 MB" in page
    assert noted(race) == []
