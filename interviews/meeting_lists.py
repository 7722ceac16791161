"""The list of who was in a meeting, as Zoom and Google Meet give it out, read and laid beside the seats. Pure.

By e-mail a person is found for certain. A name is never enough: it is shown, and somebody says whether it is them.
"""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

LARGEST_BYTES = 1_000_000
MOST_ROWS = 5_000
LONGEST_NAME = 120
# Whoever was connected for less looked in; that is shown, and somebody says whether it counts.
FEWEST_MINUTES = 10

# Zoom's report and its list of participants, Google Meet's, in English and Spanish; compared without accents and signs.
NAMES = {"name original name", "name", "participant", "nombre nombre original", "nombre", "participante"}
FIRST_NAMES, LAST_NAMES = {"first name", "nombre"}, {"last name", "apellido", "apellidos"}
MAILS = {"user email", "email", "email address", "correo electronico", "correo electronico del usuario"}
MINUTES = {
    "duration minutes", "total duration minutes", "duration", "time in call", "duracion minutos",
    "duracion total minutos", "duracion", "tiempo en la llamada",
}  # fmt: skip
WAITED_OUTSIDE = {"in waiting room", "en la sala de espera"}
YES = {"yes", "si"}
CLOCK = re.compile(
    r"(?:(\d+)\s*(?:hrs?|h|hours?|horas?))?\s*(?:(\d+)\s*(?:min|m|minutes?|minutos?))?\s*(?:\d+\s*s\w*)?"
)


class Unreadable(ValueError):
    """The file is no list of participants that we know."""


@dataclass(frozen=True)
class Participant:
    """Somebody who was there, however often they came in; `minutes` None where the file does not say."""

    name: str
    email: str
    minutes: int | None


@dataclass(frozen=True)
class Seat:
    """Whom the list is laid beside: a seat by its key, its holder's name and mail address."""

    key: int
    name: str
    email: str


@dataclass
class Matches:
    """`sure` by e-mail; `likely` have a name that one seat has, `several` one of more than one, `unknown` neither."""

    sure: list[tuple[Participant, Seat]] = field(default_factory=list)
    likely: list[tuple[Participant, Seat]] = field(default_factory=list)
    several: list[Participant] = field(default_factory=list)
    unknown: list[Participant] = field(default_factory=list)


def read(content: bytes) -> list[Participant]:
    """Return who was there, each once. Raises Unreadable, with the reason, for anything but such a list."""
    if len(content) > LARGEST_BYTES:
        raise Unreadable("large")
    rows = csv.reader(io.StringIO(_decoded(content)), delimiter=_delimiter(_decoded(content)))
    try:
        listed = [row for _, row in zip(range(MOST_ROWS + 1), rows, strict=False)]
    except csv.Error as error:
        raise Unreadable("no_list") from error
    if len(listed) > MOST_ROWS:
        raise Unreadable("large")
    return _merged(_participants(listed))


def match(participants: Iterable[Participant], seats: Sequence[Seat]) -> Matches:
    """Lay the list beside the seats. No seat is matched twice; what an e-mail has decided, no name changes."""
    found = Matches()
    by_mail = {seat.email.casefold(): seat for seat in seats}
    unsure = []
    for one in participants:
        seat = by_mail.pop(one.email.casefold(), None) if one.email else None
        found.sure.append((one, seat)) if seat else unsure.append(one)
    taken = {seat.key for _one, seat in found.sure}
    by_name: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        if seat.key not in taken:
            by_name[plain(seat.name)].append(seat)
    alike: dict[str, list[Participant]] = defaultdict(list)
    for one in unsure:
        alike[plain(one.name)].append(one)
    for name, people in alike.items():
        named = by_name.get(name, []) if name else []
        if len(named) == 1 and len(people) == 1:
            found.likely.append((people[0], named[0]))
        elif named:
            found.several += people
        else:
            found.unknown += people
    return found


def plain(text: str) -> str:
    """Return `text` as two people would write it alike: no accents, no signs, no capitals, single blanks."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(one if one.isalnum() else " " for one in letters if not unicodedata.combining(one))
    return " ".join(kept.split())


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("no_text")


def _delimiter(text: str) -> str:
    head = text[:2_000]
    return max(",;\t", key=head.count)


def _participants(rows: list[list[str]]) -> Iterator[Participant]:
    """Zoom puts the meeting's own line, with a heading of its own, before the list."""
    columns: dict[str, int] = {}
    for row in rows:
        if heading := _heading(row):
            columns = heading
        elif columns and any(cell.strip() for cell in row):
            yield from _participant(row, columns)
    if not columns:
        raise Unreadable("no_list")


def _heading(row: list[str]) -> dict[str, int]:
    cells = [plain(cell) for cell in row]
    places: dict[str, int] = {}
    split = any(cell in LAST_NAMES for cell in cells)
    wanted = {"first": FIRST_NAMES, "last": LAST_NAMES} if split else {"name": NAMES}
    for name, words in {**wanted, "email": MAILS, "minutes": MINUTES, "outside": WAITED_OUTSIDE}.items():
        for place, cell in enumerate(cells):
            if cell in words:
                places.setdefault(name, place)
    return places if places.keys() & {"name", "first"} and len(places) > 1 else {}


def _participant(row: list[str], columns: dict[str, int]) -> Iterator[Participant]:
    def cell(name: str) -> str:
        place = columns.get(name, len(row))
        return row[place].strip() if place < len(row) else ""

    if plain(cell("outside")) in YES:
        return
    name = cell("name") or f"{cell('first')} {cell('last')}".strip()
    mail = cell("email") if "@" in cell("email") else ""
    if name or mail:
        # Zoom adds the name that somebody had before they changed it.
        yield Participant(re.sub(r"\s*\(.*\)$", "", name)[:LONGEST_NAME], mail, _minutes(cell("minutes")))


def _minutes(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text[:6])
    if re.fullmatch(r"\d{1,3}:\d{2}(:\d{2})?", text):
        parts = [int(part) for part in text.split(":")]
        return parts[0] * 60 + parts[1] if len(parts) == 3 else parts[0]
    found = CLOCK.fullmatch(text.strip().casefold()) if text.strip() and len(text) < 40 else None
    return int(found[1] or 0) * 60 + int(found[2] or 0) if found else None


def _merged(rows: Iterable[Participant]) -> list[Participant]:
    """Whoever came in again stands there again: by e-mail they are one, without it by their name."""
    found: dict[tuple[str, str], Participant] = {}
    for one in rows:
        key = (one.email.casefold(), "") if one.email else ("", plain(one.name))
        before = found.get(key)
        known = [row.minutes for row in (before, one) if row is not None and row.minutes is not None]
        found[key] = Participant(
            one.name if before is None else before.name, one.email, sum(known) if known else None
        )
    return list(found.values())
