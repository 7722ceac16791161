"""CSV files of facts, costs and races: every fault is told with its row, and nothing is loaded by halves."""

import resource
from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from core.strict_csv import FaultyCsv
from offices import fact_files
from offices.forms import UploadForm
from offices.models import CostObservation, Election, Fact, Office, Race
from tests.factories.offices import OfficeFactory

pytestmark = pytest.mark.django_db

FACTS = "ocd_id,office_kind,seat,kind,value,election_date,election_kind,source,source_url,checked_on"
COSTS = "ocd_id,office_kind,seat,cycle,figure_kind,amount,n,primary,source,licence"
RACES = "ocd_id,office_kind,seat,election_date,election_kind,election_name"


@pytest.fixture
def office() -> Office:
    made: Office = OfficeFactory(division__ocd_id="ocd-division/country:us/state:tx/place:austin")
    return made


def lines(header: str, *rows: str) -> str:
    austin = "ocd-division/country:us/state:tx/place:austin,council,"
    return "\n".join([header, *(f"{austin},{row}" for row in rows)]) + "\n"


GOOD_FACTS = (
    "fee,150,,,City clerk,https://example.org/fees,2026-05-01",
    "filing_closes,2026-08-17,2026-11-03,general,City clerk,,2026-05-01",
    "seats,10,,,City charter,,2026-05-01",
)


def test_facts_are_loaded_and_a_second_time_say_nothing_new(office: Office, now: datetime) -> None:
    loaded = fact_files.load(lines(FACTS, *GOOD_FACTS), by=None, at=now)
    assert (loaded.problems, len(loaded.rows), loaded.new) == ([], 3, 3)
    assert fact_files.load(lines(FACTS, *GOOD_FACTS), by=None, at=now).new == 0
    office.refresh_from_db()
    assert (Fact.objects.count(), Election.objects.count(), office.seats) == (3, 1, 10)


def test_costs_and_races_are_loaded_the_same_way(office: Office, now: datetime) -> None:
    costs = lines(COSTS, '2024,mean_of_candidates,"$12,500.50",8,0,Ethics commission,public record')
    races = lines(RACES, "2026-11-03,general,")
    assert [fact_files.load(text, by=None, at=now).new for text in (costs, costs, races, races)] == [
        1,
        0,
        1,
        0,
    ]
    assert str(CostObservation.objects.get().amount) == "12500.50"
    assert Race.objects.get().election.state == "TX"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("fee,free,,,clerk,,2026-05-01", "Row 2: Enter an amount in dollars"),
        ("colour,red,,,clerk,,2026-05-01", "row 2, column kind: it holds 'colour'"),
        ("fee,1,,,,,2026-05-01", "row 2, column source: it is blank"),
        ("fee,1,2026-11-03,,clerk,,2026-05-01", "row 2, column election_date"),
        ("filing_closes,2026-08-17,,,clerk,,2026-05-01", "row 2, column election_date"),
        ("fee,1,,,clerk,javascript:alert(1),2026-05-01", "row 2, column source_url"),
        ("fee,1,,,clerk,,2027-05-01", "row 2, column checked_on: it lies ahead"),
        ("fee,1,,,clerk,,May 1", "row 2, column checked_on"),
        ("filing_closes,2026-08-17,2026-11-03,final,clerk,,2026-05-01", "column election_kind"),
        ("fee,1,,,clerk", "Row 2: it has too many or too few cells"),
        (f"residency,{'a' * 501},,,clerk,,2026-05-01", "Row 2: Keep it to 500"),
    ],
)
def test_a_faulty_row_is_told_and_the_good_rows_beside_it_are_not_loaded(
    office: Office, now: datetime, row: str, told: str
) -> None:
    loaded = fact_files.load(lines(FACTS, row, *GOOD_FACTS), by=None, at=now)
    assert len(loaded.problems) == 1
    assert told in loaded.problems[0]
    assert (loaded.new, Fact.objects.count(), Election.objects.count()) == (0, 0, 0)


def test_every_fault_is_told_at_once(office: Office, now: datetime) -> None:
    text = lines(FACTS, "fee,free,,,clerk,,2026-05-01", *GOOD_FACTS, "seats,0,,,clerk,,2026-05-01")
    problems = fact_files.check(text, today=now.date()).problems
    assert [problem.split(":")[0] for problem in problems] == ["Row 2", "Row 6"]


def test_an_office_that_we_do_not_know_is_named(now: datetime) -> None:
    problems = fact_files.check(lines(FACTS, GOOD_FACTS[0]), today=now.date()).problems
    assert problems[0].startswith("Row 2: we know no office council")


GOOD_COST = "2024,mean_of_candidates,12500.50,8,0,Ethics commission,public record"
UNREADABLE = {
    "a byte order mark": (
        b"\xef\xbb\xbf" + lines(COSTS, GOOD_COST).encode(),
        "Row 1: the file begins with a byte",
    ),
    "UTF-16": (lines(COSTS, GOOD_COST).encode("utf-16"), "Row 1: the file begins with a byte"),
    "Latin-1": (
        lines(COSTS, GOOD_COST, "2024,one_winner,1,1,0,José,").encode("latin-1"),
        "Row 3: letters that are",
    ),
    "a NUL": (lines(COSTS, GOOD_COST).encode() + b"\0", "Row 3: this is no text file"),
    "too many bytes": (lines(COSTS).encode() + b" " * fact_files.MOST_BYTES, "larger than 1.5 MB. Split it."),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_not_plainly_text_is_refused_by_the_row(name: str) -> None:
    data, told = UNREADABLE[name]
    with pytest.raises(FaultyCsv, match=told):
        fact_files.text_of(data)


@pytest.mark.parametrize("kind", ["by the command", "on the page"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_it_is_refused_wherever_it_is_handed_in_and_nothing_changes(
    office: Office, tmp_path: Path, name: str, kind: str
) -> None:
    data, told = UNREADABLE[name]
    file = tmp_path / "costs.csv"
    file.write_bytes(data)
    if kind == "by the command":
        with pytest.raises(CommandError, match=rf"{told}[\s\S]*Nothing was changed\.$"):
            call_command("load_facts", file)
    else:
        form = UploadForm(files={"file": SimpleUploadedFile("costs.csv", data)})
        assert told in form.errors["file"][0]
    assert not CostObservation.objects.exists()


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    with file.open("wb") as made:
        made.truncate(100 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(CommandError, match=r"larger than 1\.5 MB"):
        call_command("load_facts", file)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (lines(COSTS, GOOD_COST).replace(",", ";"), "Row 1: the columns are not separated by commas."),
        (lines(COSTS, GOOD_COST).replace(",", "\t"), "Row 1: the columns are not separated by commas."),
        (lines(f"{COSTS},n", f"{GOOD_COST},1"), "Row 1: the column n is there twice."),
        (
            lines(COSTS, GOOD_COST, GOOD_COST.replace("public", "=cmd|")),
            "Row 3: a formula in the column licence.",
        ),
        (lines(COSTS, GOOD_COST.replace("Ethics", "-2+3+")), "Row 2: a formula in the column source."),
        (lines(COSTS, GOOD_COST, "2024,one_winner,1,1,0,x,", GOOD_COST), "Row 4: the same as row 2."),
        (lines(COSTS, GOOD_COST, '2024,"never closed'), "Row 3: quotes that do not close."),
        (lines(FACTS, *GOOD_FACTS, GOOD_FACTS[0].replace("150", "200")), "Row 5: the same as row 2."),
        (lines(RACES, "2026-11-03,general,", "2026-11-03,general,Another name"), "Row 3: the same as row 2."),
    ],
)
def test_a_file_that_could_be_misread_is_refused_by_the_row_and_nothing_changes(
    office: Office, now: datetime, text: str, told: str
) -> None:
    loaded = fact_files.load(text, by=None, at=now)
    assert [problem[: len(told)] for problem in loaded.problems] == [told]
    assert (CostObservation.objects.count(), Fact.objects.count(), Race.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "text", ["", "\n", "a,b\n1,2\n", "\x00", '"never closed', FACTS + "\n", "ocd_id\n" * 3]
)
def test_what_is_no_such_file_is_told_in_a_sentence(now: datetime, text: str) -> None:
    checked = fact_files.check(text, today=now.date())
    assert checked.problems
    assert checked.problems[0].endswith((".", "licence", "checked_on", "election_name"))


@pytest.mark.parametrize(
    "row",
    [
        "1066,mean_of_candidates,1,1,0,x,",
        "2024,guess,1,1,0,x,",
        *(
            f"2024,one_winner,{amount},1,0,x,"
            for amount in ("-1", "NaN", "Infinity", "1e9", "0x1", "１2", "1.234")
        ),
        "2024,one_winner,1,0,0,x,",
        "2024,one_winner,1,1,maybe,x,",
        "2024,one_winner,1,1,0,,",
    ],
)
def test_a_cost_that_cannot_be_is_refused(office: Office, now: datetime, row: str) -> None:
    assert len(fact_files.load(lines(COSTS, row), by=None, at=now).problems) == 1
    assert not CostObservation.objects.exists()


def test_a_file_with_too_many_rows_is_refused(office: Office, now: datetime) -> None:
    text = lines(RACES, *["2026-11-03,general,"] * (fact_files.MOST_ROWS + 1))
    assert "split it" in fact_files.check(text, today=now.date()).problems[0]
