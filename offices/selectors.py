"""What one could run for: around a ZIP code, in a legislature's chamber, or by state and name."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Max, Q, Window

from offices.enums import LEGISLATURE, LISTING_ORDER, ContestSource, Level
from offices.models import Contest, Office, ZipCode

OCD_COUNTRY = "ocd-division/country:us"
SEARCH_LIMIT = 60
WANTED_PARTY_FLAGS = {"Democratic": "no_dem", "Republican": "no_rep"}


@dataclass(frozen=True)
class LastContest:
    """What the most trusted source says of the newest year in which the office was contested.

    A body with several seats had several contests in `year`: in `uncontested` of the `known` ones nobody else
    ran, of the others it is not known. `lacked_party` counts those without a candidate of our own party,
    `one_party` those with candidates of one major party only: two facts, since others may have run.
    """

    year: int
    source: ContestSource
    contests: int
    known: int
    uncontested: int
    lacked_party: int
    one_party: int = 0


def clean_zip(text: str) -> str:
    """Return the five digits of a ZIP or ZIP+4 code as somebody typed it; empty if it is neither."""
    match = re.fullmatch(r"(\d{5})(?:[-– ]?\d{4})?", text.strip()[:20], re.ASCII)
    return match.group(1) if match else ""


def find_zip(text: str) -> ZipCode | None:
    """Return the ZIP code that `text` means, in one query; None if there is none. ZIP+4 is accepted."""
    code = clean_zip(text)
    return ZipCode.objects.filter(pk=code).first() if code else None


def offices_around(zip_code: str) -> list[Office]:
    """Return the listed offices of the places and counties that a ZIP code touches, most local level first.

    "Around", since a ZIP code is a way of the mail and may reach beyond a town's border. State legislatures
    and school boards are not among them, since a ZIP code does not tell the district. Empty for what is no
    known ZIP code. One query.
    """
    code = clean_zip(zip_code)
    if not code:
        return []
    found = Office.objects.filter(is_listed=True, division__zip_codes=code).select_related("division")
    return in_listing_order(found)


def chambers_of(state: str) -> list[Level]:
    """Return the chambers of the legislature of `state`, house first. One query."""
    levels = Office.objects.filter(state=state, level__in=LEGISLATURE).values_list("level", flat=True)
    return sorted((Level(level) for level in levels.order_by().distinct()), key=LISTING_ORDER.index)


def districts_of(state: str, level: Level) -> list[Office]:
    """Return every district of a chamber, numbered ones in the order of their numbers. One query."""
    found = Office.objects.filter(is_listed=True, state=state, level=level).select_related("division")
    return sorted(found, key=lambda office: natural(office.name))


def search_offices(state: str, query: str) -> list[Office]:
    """Return at most 60 listed offices of `state` (two letters) with every word of `query`. One query."""
    words = query.split()[:8]
    if not words or not re.fullmatch(r"[A-Za-z]{2}", state):
        return []
    condition = Q(is_listed=True, state=state.upper())
    for word in words:
        condition &= Q(name__icontains=word)
    return in_listing_order(
        Office.objects.filter(condition).select_related("division").order_by("name")[:SEARCH_LIMIT]
    )


def offices_of_divisions(suffixes: Collection[str]) -> list[Office]:
    """Return the listed offices of the divisions with these OCD ids, without their common beginning. One query."""
    ids = [f"{OCD_COUNTRY}/{suffix.strip('/')}" for suffix in suffixes]
    found = Office.objects.filter(is_listed=True, division__ocd_id__in=ids).select_related("division")
    return in_listing_order(found)


def in_listing_order(offices: Iterable[Office]) -> list[Office]:
    """Return the offices by level, the most local first, and by name within a level."""
    return sorted(
        offices, key=lambda office: (LISTING_ORDER.index(Level(office.level)), natural(office.name))
    )


def last_contests(offices: Collection[Office]) -> dict[int, LastContest]:
    """Return by office id what is known of its last contest; unknown ones are absent. One query."""
    newest = Window(Max("year"), partition_by=F("office"))
    contests = Contest.objects.filter(office__in=offices).annotate(newest=newest).filter(newest=F("year"))
    rows: dict[int, list[Contest]] = defaultdict(list)
    for contest in contests.order_by("pk"):
        if contest.office_id is not None:
            rows[contest.office_id].append(contest)
    return {office_id: _summary(contests) for office_id, contests in rows.items()}


def _summary(contests: list[Contest]) -> LastContest:
    """Sum up the contests of one office and year: the regular ones if there were any, of the most trusted source."""
    contests = [contest for contest in contests if not contest.is_special] or contests
    sources = {ContestSource(contest.source) for contest in contests}
    source = next(source for source in ContestSource if source in sources)
    believed = [contest for contest in contests if contest.source == source]
    flag = WANTED_PARTY_FLAGS.get(settings.ORG_PARTY, "")
    return LastContest(
        year=believed[0].year,
        source=source,
        contests=len(believed),
        known=sum(contest.uncontested is not None for contest in believed),
        uncontested=sum(contest.uncontested is True for contest in believed),
        lacked_party=sum(getattr(contest, flag, None) is True for contest in believed),
        one_party=sum(contest.one_major_party_only is True for contest in believed),
    )


def natural(name: str) -> list[tuple[int, str]]:
    """Return a key by which `District 9` comes before `District 10`."""
    return [(int(part or 0), part) if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]
