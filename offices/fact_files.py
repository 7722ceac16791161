"""CSV files of facts, costs and races: checked row by row, told all at once, then loaded whole or not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.lifecycle import Refused
from core.strict_csv import FaultyCsv, decoded, formula_in, rows_of, too_large
from offices.elections import election_on, race_at
from offices.enums import OF_AN_ELECTION, ElectionKind, FactKind, FigureKind
from offices.fact_values import Unreadable, read_value
from offices.facts import Statement, record
from offices.loading.files import FaultyFile, Line
from offices.models import CostObservation, Office, Race

if TYPE_CHECKING:
    from core.accounts.models import User

MOST_ROWS = 5_000
MOST_BYTES = 3 * 512 * 1024
SPLIT_IT = gettext_lazy("Split it.")
SAVE_AS_CSV = gettext_lazy("Save it as CSV in UTF-8 without a byte order mark, separated by commas.")
OFFICE = ("ocd_id", "office_kind", "seat")
Key = tuple[str, str, str]
# Writes one row for its office and says whether it was new.
Write = Callable[[Office, "User | None", datetime], bool]


@dataclass(frozen=True)
class Row:
    """`says` is what no other row of the file may say again of the same office."""

    number: int
    key: Key
    says: tuple[object, ...]
    write: Write


@dataclass
class Checked:
    """`problems` are sentences that name row and column; with any of them nothing is loaded."""

    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    new: int = 0


def text_of(data: bytes) -> str:
    """Return the text of a file that was handed in. Raises FaultyCsv for one that is too large or in other letters."""
    return decoded(data, most_bytes=MOST_BYTES, if_larger=SPLIT_IT, if_other=SAVE_AS_CSV)


def refuse_large(size: int) -> None:
    """Raise FaultyCsv for a file of `size` bytes that is too large, before any of it is read."""
    if size > MOST_BYTES:
        raise FaultyCsv(too_large(MOST_BYTES, SPLIT_IT))


def check(text: str, *, today: date) -> Checked:
    """Read a file of any of the three formats (docs/offices-files.md) without writing anything."""
    checked = Checked()
    try:
        rows = rows_of(text, if_other=SAVE_AS_CSV)
        _number, columns = next(rows, (1, []))
        read = next((one for names, one in FORMATS.items() if set(names) <= set(columns)), None)
        if read is None:
            checked.problems.append(_no_format(columns))
            return checked
        _read_rows(rows, columns, read, checked, today)
    except FaultyCsv as fault:
        checked.problems.append(str(fault))
    _refuse_repetitions(checked)
    _refuse_unknown_offices(checked)
    if not checked.rows and not checked.problems:
        checked.problems.append(_("The file has no rows below its header."))
    return checked


def load(text: str, *, by: "User | None", at: datetime) -> Checked:
    """Check the file and, if nothing is wrong with it, write all its rows; `new` counts those that were new."""
    checked = check(text, today=at.date())
    if checked.problems:
        return checked
    offices = _offices(row.key for row in checked.rows)
    try:
        with transaction.atomic():
            for row in checked.rows:
                try:
                    checked.new += row.write(offices[row.key], by, at)
                except (Refused, Unreadable) as refusal:
                    raise FaultyFile(_row(row.number, str(refusal))) from refusal
    except FaultyFile as fault:
        checked.problems, checked.new = [str(fault)], 0
    return checked


def _read_rows(
    rows: Iterable[tuple[int, list[str]]],
    columns: Sequence[str],
    read: Callable[[Line, date], Row],
    checked: Checked,
    today: date,
) -> None:
    for number, cells in rows:
        if number > MOST_ROWS + 1:
            checked.problems.append(
                _("The file has more than %(count)s rows: split it.") % {"count": MOST_ROWS}
            )
            return
        if len(cells) != len(columns):
            checked.problems.append(_row(number, _("it has too many or too few cells.")))
            continue
        named = dict(zip(columns, cells, strict=True))
        if formula := formula_in(named.items()):
            checked.problems.append(_row(number, _("a formula in the column %(name)s.") % {"name": formula}))
            continue
        try:
            checked.rows.append(read(Line(_("the file"), number, named), today))
        except (FaultyFile, Unreadable) as fault:
            told = str(fault) if isinstance(fault, FaultyFile) else _row(number, str(fault))
            checked.problems.append(told)


def _refuse_repetitions(checked: Checked) -> None:
    first: dict[tuple[object, ...], int] = {}
    for row in checked.rows:
        said_before = first.setdefault((row.key, row.says), row.number)
        if said_before != row.number:
            checked.problems.append(
                _row(row.number, _("the same as row %(number)s.") % {"number": said_before})
            )


def _row(number: int, what: str) -> str:
    return _("Row %(number)s: %(what)s") % {"number": number, "what": what}


def _no_format(columns: Sequence[str]) -> str:
    wanted = " · ".join(", ".join(names) for names in FORMATS)
    found = ", ".join(column[:40] for column in columns[:20]) or _("nothing")
    words = {"found": found, "wanted": wanted}
    return (
        _("The first row names no columns that we know. Found: %(found)s. One of these: %(wanted)s.") % words
    )


def _key(line: Line) -> Key:
    return line.required("ocd_id"), line.required("office_kind"), line.text("seat")


def _offices(keys: Iterable[Key]) -> dict[Key, Office]:
    ids = {ocd_id for ocd_id, _kind, _seat in keys}
    found = Office.objects.filter(division__ocd_id__in=ids).select_related("division")
    return {(office.division.ocd_id, office.kind, office.seat): office for office in found}


def _refuse_unknown_offices(checked: Checked) -> None:
    offices = _offices(row.key for row in checked.rows)
    for row in checked.rows:
        if row.key not in offices:
            ocd_id, kind, seat = (part[:100] for part in row.key)
            words = {"kind": kind, "ocd_id": ocd_id, "seat": seat}
            checked.problems.append(
                _row(row.number, _("we know no office %(kind)s %(seat)s of %(ocd_id)s.") % words)
            )


def _a_fact(line: Line, today: date) -> Row:
    kind = line.required("kind")
    if kind not in FactKind:
        line.refuse("kind", f"holds {kind[:40]!r}, which is none of {', '.join(FactKind)}")
    value, source, url = line.required("value"), line.required("source"), _url(line, "source_url")
    read_value(kind, value)
    day, election_kind = line.day("election_date"), _election_kind(line)
    if (kind in OF_AN_ELECTION) != (day is not None):
        line.refuse("election_date", "belongs to filing_opens and filing_closes, and has to be given there")
    checked_on = line.day("checked_on") or line.refuse("checked_on", "is blank")
    if checked_on > today:
        line.refuse("checked_on", "lies ahead")
    _short(line, "source", 300)

    def write(office: Office, by: "User | None", at: datetime) -> bool:
        election = election_on(day, state=office.state, kind=election_kind) if day else None
        return record(
            office, Statement(FactKind(kind), value, source, url, checked_on, election), by=by, at=at
        )

    return Row(line.row, _key(line), (kind, day, election_kind), write)


def _a_cost(line: Line, today: date) -> Row:
    figure = line.required("figure_kind")
    if figure not in FigureKind:
        line.refuse("figure_kind", f"holds {figure[:40]!r}, which is none of {', '.join(FigureKind)}")
    cycle, amount, n = line.number("cycle"), line.required("amount"), line.integer("n")
    if not 1990 <= cycle <= today.year + 1:
        line.refuse("cycle", "is no year of an election that is over or under way")
    dollars = Decimal(read_value(FactKind.FEE, amount))
    if n == 0:
        line.refuse("n", "is 0: a figure has at least one campaign behind it")
    facts = {
        "cycle": cycle,
        "figure_kind": figure,
        "amount": dollars,
        "n": n,
        "is_primary": line.flag("primary") or False,
        "source": _short(line, "source", 300),
    }
    licence = _short(line, "licence", 100, required=False)

    def write(office: Office, by: "User | None", at: datetime) -> bool:
        more = {"licence": licence, "added_by": by, "created_at": at}
        _cost, is_new = CostObservation.objects.get_or_create(office=office, **facts, defaults=more)
        return is_new

    return Row(line.row, _key(line), tuple(facts.values()), write)


def _a_race(line: Line, today: date) -> Row:
    day = line.day("election_date") or line.refuse("election_date", "is blank")
    kind, name = _election_kind(line), _short(line, "election_name", 200, required=False)
    if not 1990 <= day.year <= 2100:
        line.refuse("election_date", "is too far away to be right")

    def write(office: Office, by: "User | None", at: datetime) -> bool:
        election = election_on(day, state=office.state, kind=kind, name=name)
        is_new = not Race.objects.filter(office=office, election=election).exists()
        race_at(office, election)
        return is_new

    return Row(line.row, _key(line), (day, kind), write)


def _election_kind(line: Line) -> str:
    kind = line.text("election_kind") or ElectionKind.GENERAL
    if kind not in ElectionKind:
        line.refuse("election_kind", f"holds {kind[:40]!r}, which is none of {', '.join(ElectionKind)}")
    return kind


def _url(line: Line, column: str) -> str:
    value = _short(line, column, 500, required=False)
    try:
        if value:
            URLValidator(schemes=["https", "http"])(value)
    except ValidationError:
        line.refuse(column, f"holds {value[:60]!r}, which is no address of a page")
    return value


def _short(line: Line, column: str, longest: int, *, required: bool = True) -> str:
    value = line.required(column) if required else line.text(column)
    if len(value) > longest or "\x00" in value:
        line.refuse(column, f"has more than {longest} characters, or some that cannot be kept")
    return value


FORMATS = {
    (
        *OFFICE,
        "kind",
        "value",
        "election_date",
        "election_kind",
        "source",
        "source_url",
        "checked_on",
    ): _a_fact,
    (*OFFICE, "cycle", "figure_kind", "amount", "n", "primary", "source", "licence"): _a_cost,
    (*OFFICE, "election_date", "election_kind", "election_name"): _a_race,
}
