"""Find likely duplicates: each new or changed person is compared with those who share a key, not with everybody."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from candidates.duplicates import Facts, likeness, mailbox_of, name_of, phone_of
from candidates.models import Candidate, Compared, LikelyDuplicate, LikenessKey

BATCH = 5_000
# A key that more people share says nothing of any two of them: a switchboard, or a very common name.
MOST_WHO_SHARE = 50
# One finder at a time: two would meet at the same pairs.
FIND_LOCK = 0x0D0B

DUE = """
SELECT id FROM candidates_candidate AS c
WHERE merged_into_id IS NULL AND NOT EXISTS (
    SELECT FROM candidates_compared WHERE candidate_id = c.id AND compared_at IS NOT NULL
) AND NOT EXISTS (SELECT FROM accounts_user AS u WHERE u.id = c.user_id AND u.erased_at IS NOT NULL)
ORDER BY id LIMIT %s
"""
PAIRS = """
WITH shared AS (
    SELECT digest FROM candidates_likenesskey
    WHERE digest IN (SELECT digest FROM candidates_likenesskey WHERE candidate_id = ANY(%(due)s))
    GROUP BY digest HAVING count(*) BETWEEN 2 AND %(most)s
)
SELECT DISTINCT least(one.candidate_id, other.candidate_id), greatest(one.candidate_id, other.candidate_id)
FROM shared
JOIN candidates_likenesskey AS one USING (digest)
JOIN candidates_likenesskey AS other USING (digest)
WHERE one.candidate_id = ANY(%(due)s) AND other.candidate_id <> one.candidate_id
"""


def find_all(*, now: datetime) -> int:
    """Compare everybody who is new or has changed; return how many people that were."""
    compared = 0
    while found := find_some(now=now):
        compared += found
    return compared


def find_some(*, now: datetime, limit: int = BATCH) -> int:
    """Compare up to `limit` people who are new or have changed; return how many. An answered pair stays answered."""
    due = _begin(limit)
    if due:
        _compare(due, now)
    return len(due)


@transaction.atomic
def _begin(limit: int) -> list[int]:
    """Mark who is due before anything of them is read: a change from here on takes the mark away."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [limit])
        due = [row[0] for row in cursor.fetchall()]
    Compared.objects.bulk_create((Compared(candidate_id=pk) for pk in due), ignore_conflicts=True)
    return due


@transaction.atomic
def _compare(due: list[int], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FIND_LOCK])
        _write_keys(due)
        cursor.execute(PAIRS, {"due": due, "most": MOST_WHO_SHARE})
        pairs = cursor.fetchall()
    _keep(pairs, due, now)
    Compared.objects.filter(candidate__in=due).update(compared_at=now)


def _write_keys(due: list[int]) -> None:
    LikenessKey.objects.filter(candidate__in=due).delete()
    LikenessKey.objects.bulk_create(
        (
            LikenessKey(candidate_id=pk, digest=digest)
            for pk, facts in _facts(due).items()
            for digest in sorted(keys_of(facts))
        ),
        batch_size=10_000,
    )


def _facts(people: Iterable[int]) -> dict[int, Facts]:
    rows = Candidate.objects.filter(pk__in=people).values_list(
        "pk", "user__first_name", "user__last_name", "user__email", "phone", "date_of_birth"
    )
    return {pk: Facts(first, last, email, str(phone), born) for pk, first, last, email, phone, born in rows}


def keys_of(facts: Facts) -> set[int]:
    """Return the hashes by which somebody is compared: two people who share none have no reason in common."""
    return {_digest(*part) for part in _parts(facts)}


def _parts(facts: Facts) -> Iterator[tuple[str, ...]]:
    name = name_of(facts.first_name, facts.last_name)
    yield ("mail", *mailbox_of(facts.email))
    if phone := phone_of(facts.phone):
        yield ("phone", phone)
    if name:
        yield ("name", *name)
        if facts.born is not None:
            yield ("name and birth", facts.born.isoformat(), *name)
            yield ("initials and birth", facts.born.isoformat(), *(word[0] for word in name))


def _digest(*parts: str) -> int:
    text = "\0".join(parts).encode("utf-8", "surrogatepass")
    keyed = hmac.digest(settings.SECRET_KEY.encode(), b"likeness\0" + text, hashlib.sha256)
    return int.from_bytes(keyed[:8], "big", signed=True)


def _keep(pairs: list[tuple[int, int]], due: list[int], now: datetime) -> None:
    facts = _facts({person for pair in pairs for person in pair})
    found = {}
    for first, second in pairs:
        if first in facts and second in facts:
            alike = likeness(facts[first], facts[second])
            if alike is not None:
                found[first, second] = LikelyDuplicate(
                    first_id=first,
                    second_id=second,
                    reasons=list(alike.reasons),
                    strength=alike.strength,
                    found_at=now,
                )
    open_pairs = LikelyDuplicate.objects.filter(answer="")
    for side in ("first", "second"):
        gone = [
            pk
            for pk, *pair in open_pairs.filter(**{f"{side}__in": due}).values_list("pk", "first", "second")
            if tuple(pair) not in found
        ]
        LikelyDuplicate.objects.filter(pk__in=gone).delete()
    LikelyDuplicate.objects.bulk_create(
        found.values(),
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["reasons", "strength"],
        batch_size=5_000,
    )
