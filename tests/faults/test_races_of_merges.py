"""Two who merge the same pair at once: one wins, the other is told, and nobody waits for the other for ever."""

from datetime import datetime
from functools import partial
from time import monotonic

import pytest

from candidates.merging import merge, unmerge
from candidates.models import Candidate, PersonMerge
from core.accounts.roles import Role
from tests.factories.people import make_candidate, make_user
from tests.faults.at_once import accepted, at_once, refusals

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_of_those_who_merge_one_pair_both_ways_at_once_one_wins(now: datetime) -> None:
    staff = [make_user(Role.PROGRAM_STAFF) for _ in range(4)]
    for _round in range(3):
        one, other = make_candidate(now=now), make_candidate(now=now)
        ways = [(one, other), (other, one)] * 2
        began = monotonic()
        answers = at_once(
            *(partial(merge, a, b, actor=who, now=now) for (a, b), who in zip(ways, staff, strict=True))
        )
        assert (len(accepted(answers)), refusals(answers)) == (1, ["cannot_merge"] * 3)
        assert monotonic() - began < 10
        event = accepted(answers)[0]
        assert Candidate.records.get(merged_into__isnull=False).pk == event.other_id
        parted = at_once(*(partial(unmerge, event, actor=who, now=now) for who in staff))
        assert (len(accepted(parted)), refusals(parted)) == (1, ["built_on"] * 3)
        assert PersonMerge.objects.filter(kept__in=[one, other]).count() == 2


def test_three_records_merged_in_a_ring_at_once_end_as_one_chain(now: datetime) -> None:
    staff = make_user(Role.PROGRAM_STAFF)
    a, b, c = (make_candidate(now=now) for _ in range(3))
    ring = ((a, b), (b, c), (c, a))
    answers = at_once(*(partial(merge, kept, other, actor=staff, now=now) for kept, other in ring))
    assert len(accepted(answers)) in (1, 2)
    assert Candidate.objects.filter(pk__in=[a.pk, b.pk, c.pk]).count() == 3 - len(accepted(answers))
