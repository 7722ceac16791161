"""What an import ends with: counts of what was read and of what is there now."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count as CountOf
from django.db.models import Q

from offices.enums import ContestSource, Level
from offices.loading.catalogue import Catalogue
from offices.models import Contest, Division, Holder, Office, ZipCode, ZipDivision


class Count(NamedTuple):
    group: str
    name: str
    number: int


def counts_of(catalogue: Catalogue) -> list[Count]:
    """Return the counts of what `catalogue` read, and of every table as it is now."""
    return [
        *(Count("read", name, number) for name, number in catalogue.read.items()),
        *_tables(),
        *_contests(),
    ]


def as_table(counts: Iterable[Count]) -> str:
    """Return the counts as text, one line each, numbers right-aligned under the heading of their group."""
    lines, group = [], ""
    for count in counts:
        if count.group != group:
            group = count.group
            lines.append(f"\n{group.capitalize()}")
        lines.append(f"  {count.name:<52}{count.number:>10,}")
    return "\n".join(lines).lstrip("\n")


def _tables() -> list[Count]:
    by_level = dict(
        Office.objects.filter(is_listed=True).values_list("level").annotate(n=CountOf("pk")).order_by("level")
    )
    around = ZipCode.objects.filter(~Q(pk__in=ZipDivision.objects.values("zip_code")))
    return [
        Count("now in the database", "divisions", Division.objects.count()),
        Count("now in the database", "ZIP codes", ZipCode.objects.count()),
        Count("now in the database", "ZIP codes that touch no division", around.count()),
        *(
            Count("now in the database", f"offices, {level}", by_level[level])
            for level in Level
            if level in by_level
        ),
        Count("now in the database", "offices, unlisted", Office.objects.filter(is_listed=False).count()),
        Count("now in the database", "holders", Holder.objects.count()),
    ]


def _contests() -> list[Count]:
    rows = Contest.objects.values_list("source", "level").annotate(
        there=CountOf("pk"), unattached=CountOf("pk", filter=Q(office=None))
    )
    counts = []
    for source, level, there, unattached in sorted(
        rows, key=lambda row: (list(ContestSource).index(row[0]), row[1])
    ):
        counts.append(Count("past contests", f"{source}, {level}", there))
        counts.append(Count("past contests", f"{source}, {level}, unattached", unattached))
    return counts
