"""The real files, whole: counts as in their SOURCES.md, twice the same, and the load's own limits of time."""

import os
import time
from random import Random

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext

from offices.enums import LEGISLATURE, ContestSource, Level
from offices.loading.run import run
from offices.models import Contest, Division, Holder, Office, ZipCode
from offices.selectors import last_contests, offices_around

pytestmark = [pytest.mark.data, pytest.mark.django_db, pytest.mark.usefixtures("swept")]

READ = {
    "chambers": 99,
    "legislative districts": 6_851,
    "ocd_divisions_us.csv": 81_400,
    "zip_codes.csv": 40_970,
    "state_chambers.csv": 99,
    "state_leg_seats.csv": 6_851,
    "state_legislators_current.csv": 7_358,
    "mayors_current.csv": 293,
    "state_house_results_1992_2018.csv": 54_417,
    "state_leg_contests_2016.csv": 3_928,
    "local_contests_2016.csv": 5_196,
    "state_leg_contests_openelections.csv": 733,
}
# 7,386 members of legislatures are the published total; two more are Maine's tribal seats.
MEMBERS = 7_386 + 2


MOST_QUERIES = 11
# As many are asked for, always the same; ZIP_CODES=40970 asks for nearly every one.
ZIP_CODES = int(os.environ.get("ZIP_CODES", "60"))


def assert_any_zip_code_gives_a_page(count: int) -> None:
    codes = list(ZipCode.objects.order_by("pk").values_list("pk", flat=True))
    client = Client()
    for code in Random(2026).sample(codes, count):
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/offices/", {"zip": code})
        assert response.status_code == 200, code
        assert len(captured) <= MOST_QUERIES, code
        words = response.content.decode()
        assert f"Around {code}" in words
        # Offices, a legislature, or another way in: nobody is left with nothing.
        assert "office-card" in words or "chamber=state_" in words or "We know of no local office" in words, (
            code
        )


def load() -> dict[str, int]:
    return {count.name: count.number for count in run(settings.OFFICE_DATA_DIR, lambda text: None)}


def test_the_real_files_load_whole_and_twice_alike_without_and_then_with_them() -> None:
    run(None, lambda text: None)
    before = dict(Office.objects.values_list("pk", "public_id"))
    counts = load()
    assert {name: counts[name] for name in READ} == READ
    assert before.items() <= dict(Office.objects.values_list("pk", "public_id")).items()
    legislature = Office.objects.filter(level__in=LEGISLATURE)
    assert (legislature.count(), legislature.aggregate(n=Sum("seats"))["n"]) == (6_851, MEMBERS)
    assert Contest.objects.filter(source=ContestSource.PRINCETON).count() == 54_417
    assert Contest.objects.filter(source=ContestSource.MEDSL).count() == 3_928 + 5_196
    assert Contest.objects.filter(source=ContestSource.OPENELECTIONS).count() == 733
    assert Holder.objects.count() == 7_358 + 293
    assert ZipCode.objects.count() >= 40_970
    around = [office.name for office in offices_around("78701")]
    assert around == ["Austin City Council", "Mayor of Austin", "Travis County Commissioners Court"]
    assert_georgia_of_2024()
    assert_any_zip_code_gives_a_page(ZIP_CODES)

    ids = (
        dict(Division.objects.values_list("pk", "ocd_id")),
        dict(Office.objects.values_list("pk", "public_id")),
    )
    started = time.monotonic()
    assert load() == counts
    assert time.monotonic() - started < 60
    assert ids == (
        dict(Division.objects.values_list("pk", "ocd_id")),
        dict(Office.objects.values_list("pk", "public_id")),
    )


def assert_georgia_of_2024() -> None:
    """BallotReady published 123 uncontested seats of the Georgia legislature in 2024 (SOURCES.md)."""
    georgia = Contest.objects.filter(state="GA", year=2024, source=ContestSource.OPENELECTIONS)
    assert georgia.filter(one_major_party_only=True).count() == 123
    houses = Office.objects.filter(state="GA", level=Level.STATE_HOUSE)
    assert {last.year for last in last_contests(houses).values()} == {2024}
