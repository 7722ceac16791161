"""Checking who can be funded: everybody once, then again with one in a hundred changed."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from candidates.models import Candidacy, Candidate
from core.accounts.models import User
from funding.checking import check_all
from funding.models import EligibilityVerdict, Gift
from offices.enums import FUNDABLE, ElectionKind, FigureKind
from offices.models import CostObservation, Division, Election, Office, Race

STATES = ("TX", "OH", "CA", "ME", "NY", "WA", "FL", "IL", "GA", "AZ")
ZONES = ("America/Chicago", "America/New_York", "America/Los_Angeles", "America/Denver")
OFFICES, AT_ONCE = 2_000, 5_000
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


def run(size: int = 100_000) -> Iterator[str]:
    """Yield what a check of `size` candidacies took, and what the next one took after 1% of them had changed."""
    started = time.monotonic()
    keys = _fill(size)
    yield f"{len(keys):,} candidacies on a ballot written in {time.monotonic() - started:.0f} s"
    whole, changed = _timed(NOW)
    yield f"all of them checked: {whole:.1f} s, {changed:,} verdicts written"
    nothing, changed = _timed(NOW)
    yield f"again, with nothing changed: {nothing:.2f} s, {changed} verdicts written"
    some = keys[::100]
    _change(some)
    share, changed = _timed(NOW)
    yield f"again, with {len(some):,} changed: {share:.2f} s, {changed:,} verdicts written"
    yield f"that is {share / whole:.3f} of the time (0.15 at most)"
    rows = EligibilityVerdict.objects.filter(candidacy__in=some).count()
    assert rows - len(some) == changed, "nobody else's verdict was written"


def _timed(now: datetime) -> tuple[float, int]:
    """Return the seconds that a check took and how many verdicts changed; as many rows have to have been written."""
    before, started = EligibilityVerdict.objects.count(), time.monotonic()
    changed = check_all(now=now)
    took = time.monotonic() - started
    assert EligibilityVerdict.objects.count() - before == changed
    return took, changed


def _change(keys: list[int]) -> None:
    """A third is on the ballot a month later than was thought, a third is raising, a third takes a break."""
    Candidacy.objects.filter(pk__in=keys[::3]).update(ballot_date=date(2026, 8, 20))
    given = [(key, number) for key in keys[1::3] for number in range(3)]
    Gift.objects.bulk_create(_gift(key, f"New donor {number}", Decimal(90_000)) for key, number in given)
    Candidate.objects.filter(candidacies__in=keys[2::3]).update(standing="dormant")


def _fill(size: int) -> list[int]:
    races = _races()
    staff = User.objects.create_user("staff@example.org")
    made: list[int] = []
    for first in range(0, size, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, size))
        users = User.objects.bulk_create(
            User(email=f"c{number}@example.org", password="!") for number in numbers
        )
        agreed = {"values_attested_at": NOW, "consented_at": NOW, "signed_up_at": NOW, "verified_at": NOW}
        candidates = Candidate.objects.bulk_create(
            Candidate(user=user, date_of_birth=date(1980 + number % 25, 5, 17), state="TX", **agreed)
            for user, number in zip(users, numbers, strict=True)
        )
        candidacies = Candidacy.objects.bulk_create(
            Candidacy(
                candidate=candidate,
                race=races[number % len(races)],
                status="on_ballot",
                ballot_date=date(2026, 5, 1) + timedelta(days=number % 90),
                verified_at=NOW,
                verified_by=staff,
            )
            for candidate, number in zip(candidates, numbers, strict=True)
        )
        some = candidacies[::3]
        Gift.objects.bulk_create(
            _gift(one.pk, f"Donor {number}", Decimal(2_000)) for one in some for number in range(2)
        )
        made += [one.pk for one in candidacies]
    return made


def _races() -> list[Race]:
    levels = sorted(FUNDABLE)
    elections = [
        Election(state=state, date=date(2026, 11, 3), kind=ElectionKind.GENERAL, name="") for state in STATES
    ]
    Election.objects.bulk_create(elections)
    divisions = Division.objects.bulk_create(
        Division(
            ocd_id=f"ocd-division/country:us/place:x{number}",
            name=f"Place {number}",
            kind="place",
            state=STATES[number % 10],
        )
        for number in range(OFFICES)
    )
    offices: list[Any] = Office.objects.bulk_create(
        Office(
            division=division,
            kind="council",
            level=levels[number % len(levels)],
            name=division.name,
            state=division.state,
            time_zone=ZONES[number % len(ZONES)],
        )
        for number, division in enumerate(divisions)
    )
    CostObservation.objects.bulk_create(
        CostObservation(
            office=office,
            cycle=cycle,
            figure_kind=FigureKind.MEAN_OF_CANDIDATES,
            amount=20_000,
            n=4,
            source="records",
        )
        for office in offices[::10]
        for cycle in (2020, 2022, 2024)
    )
    by_state = {election.state: election for election in elections}
    return list(
        Race.objects.bulk_create(Race(office=office, election=by_state[office.state]) for office in offices)
    )


def _gift(candidacy: int, donor: str, amount: Decimal) -> Gift:
    return Gift(
        candidacy_id=candidacy,
        donor=donor,
        amount=amount,
        kind="gift",
        given_on=date(2026, 6, 1),
        documented_at=NOW,
    )
