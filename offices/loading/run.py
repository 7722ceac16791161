"""One import, from the sources to the counts: all of it, or nothing."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from offices.loading import store
from offices.loading.after import load_registered
from offices.loading.bodies import add_local_offices
from offices.loading.catalogue import Catalogue
from offices.loading.contests import add_legislative_contests
from offices.loading.holders import add_holders
from offices.loading.legislatures import add_chambers, add_terms_and_seats
from offices.loading.local_contests import add_local_contests
from offices.loading.ocd import DIVISIONS_FILE, Places, add_divisions
from offices.loading.ocd import add_zip_codes as add_zip_codes_of_file
from offices.loading.packages import add_states_and_counties, add_zip_codes
from offices.loading.report import Count, counts_of
from offices.loading.schools import add_school_boards

Say = Callable[[str], None]


@transaction.atomic
def run(folder: Path | None, say: Say) -> list[Count]:
    """Load all offices from the packages and, if given, from the files of `folder`; return what is there now.

    Loaders wait for each other. Known rows keep their keys and public ids. A database that once
    knew the divisions file is only added to when it is missing. Raises FaultyFile, with nothing changed.
    """
    store.lock_loader()
    catalogue = Catalogue()
    has_files = folder is not None and (folder / DIVISIONS_FILE).is_file()
    knows_better = not has_files and store.knows_real_places()
    say("Reading states, counties, legislatures and ZIP codes from the packages …")
    add_states_and_counties(catalogue)
    add_chambers(catalogue)
    add_zip_codes(catalogue, with_places=not has_files and not knows_better)
    if folder is None:
        add_local_offices(catalogue)
    else:
        _read_files(catalogue, folder, say)
    _write(catalogue, knows_better=knows_better, has_files=has_files, say=say)
    if folder is not None:
        load_registered(folder)
    return counts_of(catalogue)


def _read_files(catalogue: Catalogue, folder: Path, say: Say) -> None:
    say("Reading divisions, ZIP codes and seats from the files …")
    add_divisions(catalogue, folder)
    places = Places(catalogue)
    add_zip_codes_of_file(catalogue, folder, places)
    add_terms_and_seats(catalogue, folder)
    add_local_offices(catalogue)
    add_school_boards(catalogue)
    say("Reading holders and past contests from the files …")
    add_holders(catalogue, folder, places)
    add_legislative_contests(catalogue, folder)
    add_local_contests(catalogue, folder, places)


def _write(catalogue: Catalogue, *, knows_better: bool, has_files: bool, say: Say) -> None:
    say(f"Writing {len(catalogue.divisions):,} divisions and {len(catalogue.zip_codes):,} ZIP codes …")
    if has_files:
        store.name_postal_places(Places(catalogue))
    store.write_divisions(catalogue.divisions.values(), overwrite=not knows_better)
    if not knows_better:
        store.write_zip_codes(catalogue)
    say(f"Writing {len(catalogue.offices):,} offices …")
    store.write_offices(catalogue, overwrite=not knows_better)
    say(f"Writing {len(catalogue.holders):,} holders and {len(catalogue.contests):,} past contests …")
    store.write_history(catalogue)
    store.analyze()
