"""`load_offices` over small hand-made extracts: what it makes of them, and that it can be run again."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from offices.models import Contest, Division, Holder, Office, ZipCode, ZipDivision
from tests.offices.conftest import EXTRACTS, Load

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

US = "ocd-division/country:us"


def offices_of(ocd_id: str) -> set[tuple[str, str]]:
    return set(Office.objects.filter(division__ocd_id=US + ocd_id).values_list("kind", "name"))


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a load writes, keys and public ids included."""
    models = (Division, Office, ZipCode, ZipDivision, Holder, Contest)
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


def test_every_chamber_district_and_member_is_there_without_any_file(load: Load) -> None:
    counts = load(None)
    assert (counts["chambers"], counts["legislative districts"]) == (99, 6851)
    assert counts["members of legislatures"] == 7388
    assert counts["offices, state_house"] + counts["offices, state_senate"] == 6851


def test_a_place_and_a_county_get_their_offices(load: Load) -> None:
    load()
    assert offices_of("/state:tx/place:austin") == {
        ("mayor", "Mayor of Austin"),
        ("council", "Austin City Council"),
    }
    assert offices_of("/state:tx/county:travis") == {("county_board", "Travis County Commissioners Court")}
    assert offices_of("/state:il/county:adams/place:beverly") == {
        ("township_board", "Beverly Township Board")
    }
    assert offices_of("/state:la/parish:acadia") == {("county_board", "Acadia Parish Council or Police Jury")}


def test_what_does_not_govern_itself_gets_no_office(load: Load) -> None:
    load()
    assert offices_of("/state:ny/county:kings") == set()
    assert offices_of("/state:ct/county:hartford") == set()
    assert offices_of("/state:ak/census_area:nome") == set()
    assert offices_of("/state:ak/place:anchorage") == set()
    assert {kind for kind, _ in offices_of("/state:ak/borough:anchorage")} == {"county_board", "mayor"}
    assert {kind for kind, _ in offices_of("/state:me/place:oxford")} == {"council"}


def test_a_school_board_comes_from_a_district_and_never_from_a_charter_school_or_a_place(load: Load) -> None:
    load()
    boards = Office.objects.filter(kind="school_board")
    assert [board.name for board in boards] == ["Union County – School Board"]


def test_the_seats_file_gives_the_seats_and_the_chambers_file_the_terms(load: Load) -> None:
    load()
    senate = Office.objects.get(division__ocd_id=f"{US}/state:tx/sldu:1")
    assert (senate.seats, senate.term_years, senate.title) == (1, 4, "Senator")
    assert senate.name == "Texas Senate District 1"


def test_a_zip_code_finds_its_city_by_other_names_and_other_spellings(load: Load) -> None:
    load()

    def around(code: str) -> set[str]:
        links = ZipDivision.objects.filter(zip_code=code)
        return {ocd_id.removeprefix(US) for ocd_id in links.values_list("division__ocd_id", flat=True)}

    assert around("78701") == {"/state:tx/place:austin", "/state:tx/county:travis"}
    assert around("63101") == {"/state:mo/place:st_louis"}
    assert around("18701") == {"/state:pa/place:wilkes-barre", "/state:pa/county:luzerne"}
    assert around("02134") == {"/state:ma/place:boston", "/state:ma/county:suffolk"}
    assert around("11201") == {"/state:ny/place:new_york", "/state:ny/county:kings"}
    assert around("62312") == {"/state:il/county:adams", "/state:il/county:adams/place:beverly"}
    assert around("93001") == {"/state:ca/place:san_buenaventura_~ventura~", "/state:ca/county:ventura"}
    assert around("20001") == {"/district:dc"}
    assert around("09001") == set()


def test_an_office_keeps_the_zone_of_its_zip_codes_and_else_of_the_capital(load: Load) -> None:
    load()
    zones = dict(Office.objects.filter(kind="county_board").values_list("division__ocd_id", "time_zone"))
    assert zones[f"{US}/state:ak/borough:anchorage"] == "America/Anchorage"
    assert zones[f"{US}/state:nd/county:cass"] == "America/Chicago"


def test_holders_are_attached_by_district_and_by_place(load: Load) -> None:
    load()
    holders = Holder.objects.values_list("office__division__ocd_id", "office__kind", "name", "party")
    assert set(holders) == {
        (f"{US}/state:tx/sldl:1", "state_representative", "Invented Representative", "R"),
        (f"{US}/state:tx/place:austin", "mayor", "Invented Mayor", ""),
        (f"{US}/state:mo/place:st_louis", "mayor", "Invented Other Mayor", ""),
        (f"{US}/state:ak/borough:anchorage", "mayor", "Invented Third Mayor", ""),
    }


def test_a_holder_whom_the_source_no_longer_names_goes(load: Load, extracts: Path) -> None:
    load(extracts)
    file = extracts / "mayors_current.csv"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:3]))
    load(extracts)
    assert not Holder.objects.filter(name="Invented Third Mayor").exists()
    assert Holder.objects.count() == 3


def test_contests_are_attached_by_district_or_name_and_else_kept_and_counted(load: Load) -> None:
    counts = load()
    attached = Contest.objects.exclude(office=None).values_list("source", "year", "office__name")
    assert sorted(attached) == [
        ("medsl", 2016, "Austin City Council"),
        ("medsl", 2016, "Austin City Council"),
        ("medsl", 2016, "Indiana House District 14"),
        ("medsl", 2016, "Mayor of Austin"),
        ("medsl", 2016, "Texas House District 1"),
        ("medsl", 2016, "Travis County Commissioners Court"),
        ("medsl", 2016, "Union County – School Board"),
        ("openelections", 2018, "Texas House District 1"),
        ("princeton", 2014, "Massachusetts House District 13th Norfolk"),
        ("princeton", 2016, "Texas House District 1"),
        ("princeton", 2018, "Texas House District 1"),
    ]
    assert counts["princeton, state_house"] == 4
    assert counts["princeton, state_house, unattached"] == 1
    assert counts["medsl, mayor, unattached"] == 1
    assert counts["medsl, county, unattached"] == 1
    assert counts["medsl, state_house, unattached"] == 0


def test_uncontested_and_one_major_party_only_are_two_facts_and_blank_stays_unknown(load: Load) -> None:
    load()

    def facts(key: str) -> tuple[bool | None, ...]:
        contest = Contest.objects.get(source_key=key, source="medsl")
        return contest.uncontested, contest.one_major_party_only, contest.no_dem, contest.no_rep

    assert facts("2016|TX|lower|1|regular") == (False, True, True, False)
    assert facts("2016|IN|lower|14|regular") == (True, None, None, None)
    assert facts("2016|TX|county_board|Travis|County Commissioner Precinct 1|") == (True, True, False, True)
    assert facts("2016|TX|mayor|Travis|Mayor|Nowhereville") == (False, None, None, None)
    princeton = Contest.objects.get(source="princeton", state="TX", year=2016)
    assert (princeton.uncontested, princeton.one_major_party_only) == (None, True)
    assert (princeton.dem_votes, princeton.rep_votes) == (None, None)


def test_loading_twice_changes_no_row_and_leaves_no_event(load: Load) -> None:
    load()
    before = everything()
    load()
    assert everything() == before
    assert Office.pgh_event_model.objects.count() == 0


def test_loading_without_and_then_with_the_files_keeps_ids_and_makes_no_duplicates(load: Load) -> None:
    load(None)
    before = dict(Office.objects.values_list("pk", "public_id"))
    by_place = dict(Office.objects.filter(kind="council").values_list("division__name", "pk"))
    load()
    after = dict(Office.objects.values_list("pk", "public_id"))
    assert before.items() <= after.items()
    for place in ("Austin", "St. Louis city", "Wilkes Barre", "Ventura"):
        office = Office.objects.get(pk=by_place[place])
        assert (office.is_listed, office.division.kind) == (True, "place")
    assert Division.objects.filter(name__in=["Wilkes Barre", "Wilkes-Barre city"]).count() == 1
    unlisted = set(Office.objects.filter(is_listed=False).values_list("division__name", flat=True))
    assert unlisted == {"Allston", "Barry", "Brooklyn", "Glenmont", "Morganfield"}


@pytest.mark.slow
def test_both_ways_list_the_same_offices(load: Load) -> None:
    def listed() -> set[tuple[str, str, str]]:
        return set(Office.objects.filter(is_listed=True).values_list("division__ocd_id", "kind", "name"))

    load(None)
    load()
    detour = listed()
    Holder.objects.all().delete()
    Contest.objects.all().delete()
    Office.objects.all().delete()
    ZipCode.objects.all().delete()
    Division.objects.all().delete()
    load()
    assert listed() == detour


def test_loading_without_the_files_after_them_takes_nothing_back(load: Load) -> None:
    load()
    before = everything()
    load(None)
    assert everything() == before


def test_an_office_that_staff_listed_again_stays_listed(load: Load) -> None:
    load(None)
    load()
    Office.objects.filter(is_listed=False).update(is_listed=True)
    load()
    again = set(Office.objects.filter(is_listed=False).values_list("division__kind", flat=True))
    assert again <= {"postal_place"}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("zip_codes.csv", "zip,place", "zip,town", "zip_codes.csv, row 1, column place"),
        ("zip_codes.csv", "30.2713", "north", "zip_codes.csv, row 2, column lat"),
        ("zip_codes.csv", "78701", "7870", "zip_codes.csv, row 2, column zip"),
        ("ocd_divisions_us.csv", "place,TX", "place,Texas", "ocd_divisions_us.csv, row 4, column state"),
        ("ocd_divisions_us.csv", ",place-4805000", "", "ocd_divisions_us.csv, row 4, column census_geoid"),
        ("state_leg_seats.csv", "sldu:1,1", "sldu:1,one", "state_leg_seats.csv, row 3, column seats"),
        ("state_chambers.csv", "upper,Texas", "middle,Texas", "state_chambers.csv, row 3, column chamber"),
        ("mayors_current.csv", "2028-12-31", "soon", "mayors_current.csv, row 2, column end_date"),
        (
            "state_leg_contests_2016.csv",
            ",R,,1",
            ",X,,1",
            "state_leg_contests_2016.csv, row 2, column top_party",
        ),
        ("state_house_results_1992_2018.csv", "2018,1", "2018,1,1", "row 3, column beyond the last"),
        (
            "local_contests_2016.csv",
            "N,700",
            "N,-7",
            "local_contests_2016.csv, row 8, column total_votes",
        ),
        (
            "local_contests_2016.csv",
            "school_board",
            "library",
            "local_contests_2016.csv, row 8, column level",
        ),
    ],
)
def test_a_faulty_file_is_refused_by_file_row_and_column_and_nothing_changes(
    few_zip_codes: None, extracts: Path, name: str, old: str, new: str, told: str
) -> None:
    file = extracts / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(CommandError, match=re.escape(told)):
        call_command("load_offices", data_dir=extracts, quiet=True)
    assert not Division.objects.exists()


def test_a_file_that_is_not_utf_8_is_refused(few_zip_codes: None, extracts: Path) -> None:
    (extracts / "mayors_current.csv").write_bytes(b"state,name,ocd_id,end_date\nTX,Jos\xe9,x,\n")
    with pytest.raises(CommandError, match=r"mayors_current\.csv, after row 1"):
        call_command("load_offices", data_dir=extracts, quiet=True)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        call_command("load_offices", data_dir=tmp_path / "missing")


def test_the_command_ends_with_its_counts(few_zip_codes: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_offices", data_dir=EXTRACTS)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert {"legislative districts 6,851", "local_contests_2016.csv 7", "medsl, mayor, unattached 1"} <= set(
        lines
    )


def test_a_quiet_command_prints_nothing(few_zip_codes: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_offices", data_dir=EXTRACTS, quiet=True)
    assert capsys.readouterr().out == ""


def test_a_newer_file_of_contests_is_read_like_the_older_ones(load: Load, extracts: Path) -> None:
    older = (extracts / "state_leg_contests_2016.csv").read_text(encoding="utf-8").splitlines()
    newer = [older[0], *(line.replace("2016,", "2024,", 1) for line in older[1:])]
    (extracts / "state_leg_contests_2024.csv").write_text("\n".join(newer) + "\n", encoding="utf-8")
    load(extracts)
    load(extracts)
    own = Contest.objects.filter(source="own")
    assert own.count() == len(older) - 1 > 0
    assert set(own.values_list("year", flat=True)) == {2024}
