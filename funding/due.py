"""Which candidacies have to be looked at: what changed, whose day has come, and for whom other rules hold.

The database itself notes each change (migration 0009), so that none is forgotten, whoever makes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy
from funding.eligibility import Verdict
from funding.models import CostsChanged, EligibilityDue, RulesSeen
from funding.policy import Policies, policy_of_the_settings

# When a change is due: at once, by whatever clock.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
ALL_ON_BALLOT = """
INSERT INTO funding_eligibilitydue (candidacy_id, due_at)
SELECT candidacy.id, %s FROM candidates_candidacy candidacy
JOIN offices_race race ON race.id = candidacy.race_id JOIN offices_office office ON office.id = race.office_id
WHERE candidacy.status = %s AND (%s IS NULL OR office.level = ANY(%s))
"""
AT_MIDNIGHT_OF = """
INSERT INTO funding_eligibilitydue (candidacy_id, due_at)
SELECT candidacy.id, %s::date::timestamp AT TIME ZONE office.time_zone FROM candidates_candidacy candidacy
JOIN offices_race race ON race.id = candidacy.race_id JOIN offices_office office ON office.id = race.office_id
WHERE candidacy.status = %s
"""
TAKE = """
SELECT DISTINCT candidacy_id FROM (
    SELECT candidacy_id FROM funding_eligibilitydue WHERE due_at <= %s AND candidacy_id > %s
    ORDER BY candidacy_id LIMIT %s
) due ORDER BY candidacy_id
"""


def take(*, now: datetime, after: int, limit: int) -> list[int]:
    """Return the keys of the next candidacies that are due at `now`, at most `limit`, all greater than `after`."""
    with connection.cursor() as cursor:
        # Several rows may name one candidacy; of a batch that ends within them the rest is met again, and settled.
        cursor.execute(TAKE, [now, after, limit])
        return [key for (key,) in cursor.fetchall()]


def rows_of(keys: Collection[int]) -> list[int]:
    """Lock and return the rows that name `keys`, but for those that somebody else is settling right now."""
    rows = (
        EligibilityDue.objects.filter(candidacy__in=keys).order_by("pk").select_for_update(skip_locked=True)
    )
    return list(rows.values_list("pk", flat=True))


def settle(rows: Collection[int], following: Iterable[tuple[int, datetime]]) -> None:
    """Forget `rows`, which were looked at, and note when each candidacy has to be looked at again."""
    EligibilityDue.objects.filter(pk__in=rows).delete()
    EligibilityDue.objects.bulk_create(
        [EligibilityDue(candidacy_id=key, due_at=moment) for key, moment in following]
    )


def next_look(verdict: Verdict, policies: Policies, *, today: date, zone: str) -> datetime | None:
    """Return when a verdict may change although nothing else does: midnight of the day on which something begins."""
    opens = [verdict.opens_on] if verdict.opens_on is not None and verdict.opens_on > today else []
    other_rules = policies.next_after(today)
    days = [*opens, *([other_rules] if other_rules else [])]
    return datetime.combine(min(days), time(0), ZoneInfo(zone)).astimezone(UTC) if days else None


def mark_for(version_from: date) -> None:
    """Note that other rules hold from midnight of a day, in each office's zone."""
    with connection.cursor() as cursor:
        cursor.execute(AT_MIDNIGHT_OF, [version_from, CandidacyStatus.ON_BALLOT])


@transaction.atomic
def spread() -> None:
    """Note every race that a changed cost may concern, and all of them when the settings give other rules."""
    changed = CostsChanged.objects.select_for_update(skip_locked=True)
    found = dict(changed.values_list("pk", "level"))
    if found:
        _mark(sorted(set(found.values())))
        CostsChanged.objects.filter(pk__in=found).delete()
    numbers = {**asdict(policy_of_the_settings())}
    numbers["share"] = str(numbers["share"])
    seen = RulesSeen.objects.first()
    if seen is None or seen.policy != numbers:
        RulesSeen.objects.update_or_create(pk=1, defaults={"policy": numbers})
        _mark(None)


def _mark(levels: list[str] | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ALL_ON_BALLOT, [AT_ONCE, CandidacyStatus.ON_BALLOT, levels, levels])


def mark(candidacies: Iterable[Candidacy]) -> None:
    """Note that each of `candidacies` has to be looked at."""
    EligibilityDue.objects.bulk_create(
        [EligibilityDue(candidacy=candidacy, due_at=AT_ONCE) for candidacy in candidacies]
    )
