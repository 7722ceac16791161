"""Writes a catalogue by COPY and INSERT … ON CONFLICT, all in the caller's transaction."""

from collections.abc import Iterable
from io import StringIO
from typing import Any

from django.db import connection

from offices.loading import statements
from offices.loading.catalogue import Catalogue, DivisionRow
from offices.loading.ocd import Places
from offices.loading.packages import POSTAL_PLACE
from offices.models import Contest, Division, Holder, Office, ZipCode, ZipDivision

# One number for all loaders of all processes; taken until the transaction ends.
LOADER_LOCK = 7_220_410_001
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})  # in COPY's text


def lock_loader() -> None:
    """Wait until no other loader works, and keep others waiting until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADER_LOCK])


def knows_real_places() -> bool:
    """Whether the divisions file was loaded before: postal names no longer decide what governs itself."""
    return Division.objects.filter(kind="school_district").exists() or (
        Division.objects.filter(kind="place", census_geoid__regex=r"^place-\d{7,}$").exists()
    )


def name_postal_places(places: Places) -> None:
    """Give postal places that turn out to be real ones the real id, so that their offices keep theirs."""
    taken = set(Division.objects.filter(kind="place").values_list("ocd_id", flat=True))
    renamed = []
    for division in Division.objects.filter(kind=POSTAL_PLACE).order_by("pk"):
        real = places.municipality(division.state, division.name)
        if real and real != division.ocd_id and real not in taken:
            taken.add(real)
            if not Division.objects.filter(ocd_id=real).exists():
                division.ocd_id = real
                renamed.append(division)
    Division.objects.bulk_update(renamed, ["ocd_id"], batch_size=1000)


def write_divisions(rows: Iterable[DivisionRow], *, overwrite: bool) -> None:
    """Insert new divisions; with `overwrite` also correct known ones."""
    _merge(statements.DIVISIONS, rows, overwrite=overwrite)


def write_zip_codes(catalogue: Catalogue) -> None:
    """Insert and correct ZIP codes and which divisions they touch; links that are no longer there go."""
    _merge(statements.ZIP_CODES, catalogue.zip_codes.values())
    _merge(statements.ZIP_DIVISIONS, sorted(catalogue.around))


def write_offices(catalogue: Catalogue, *, overwrite: bool) -> None:
    """Insert new offices; with `overwrite` correct known ones, and unlist what turns out not to exist."""
    _merge(statements.OFFICES, catalogue.offices.values(), overwrite=overwrite)


def analyze() -> None:
    """Tell the planner what there is now: the pages are read at once, autovacuum comes when it comes."""
    models = (Division, Office, ZipCode, ZipDivision, Holder, Contest)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in models)}")


def write_history(catalogue: Catalogue) -> None:
    """Insert and correct holders and past contests; holders that the source no longer names go."""
    if catalogue.holders:
        _merge(statements.HOLDERS, catalogue.holders)
    if catalogue.contests:
        _merge(statements.CONTESTS, catalogue.contests)


def _merge(statement: statements.Merge, rows: Iterable[tuple[Any, ...]], *, overwrite: bool = True) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.create)
        cursor.copy_expert(statement.copy, StringIO("".join(map(_as_text, rows))))
        cursor.execute(statement.analyze)
        # The trigger that keeps old rows plans its join once a session: after a load that changed few rows, one that
        # changes many would take minutes.
        cursor.execute("DISCARD PLANS")
        for step in statement.overwriting if overwrite else statement.keeping:
            cursor.execute(step)
        cursor.execute(statement.drop)


def _as_text(row: tuple[Any, ...]) -> str:
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: object) -> str:
    return r"\N" if value is None else str(value).translate(ESCAPED)
