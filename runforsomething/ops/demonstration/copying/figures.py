"""The weekly releases, counted while the rows were written; what is not counted here is counted by its definition."""

from bisect import bisect_left
from collections import Counter
from datetime import datetime
from decimal import Decimal

from donors.figures import DEFINITIONS
from donors.models import Figure, Release
from runforsomething.ops.demonstration.histories import Destiny, GiftToUs, Person


class Tally:
    """Counts by the release in which something first shows."""

    def __init__(self, releases: list[datetime]) -> None:
        self._releases = releases
        self._counts: dict[str, Counter[int]] = {}
        for code in ("sign_ups", "candidates", "introduced", "interviewed", "committed", "on_ballot"):
            self._counts[code] = Counter()
        for code in ("funded", "elected", "received", "paid", "promised", "left"):
            self._counts[code] = Counter()

    def person(self, person: Person) -> None:
        self._add(person.signed_up_at, "sign_ups", "candidates")
        if person.destiny == Destiny.UNVERIFIED or not person.seats:
            return
        for seat in person.seats:
            if seat.attended and seat.recorded_at is not None:
                self._add(seat.recorded_at, "introduced")
        for talk in person.talks:
            if talk.notes is not None:
                self._add(talk.notes.at, "interviewed")
        if person.agreed_at is not None:
            self._add(person.agreed_at, "committed")

    def race(self, person: Person) -> None:
        run = person.run
        if run is None or run.verified_at is None:
            return
        self._add(run.verified_at, "on_ballot")
        grant = run.request.grant if run.request else None
        if grant is not None and grant.approved_at is not None:
            self._add(grant.approved_at, "promised", amount=grant.amount)
            self._add(grant.approved_at, "left", amount=-grant.amount)
        if grant is not None and grant.paid_at is not None:
            self._add(grant.paid_at, "funded")
            self._add(grant.paid_at, "paid", amount=grant.amount)
            self._add(grant.paid_at, "promised", amount=-grant.amount)

    def donation(self, gift: GiftToUs) -> None:
        self._add(gift.at, "received", "left", amount=gift.amount)

    def publish(self) -> None:
        """Write the releases; each counts what was recorded until its moment, inclusive."""
        totals = {code: Decimal(0) for code in self._counts}
        for number, as_of in enumerate(self._releases):
            release = Release.objects.create(as_of=as_of, published_at=as_of)
            for code, counts in self._counts.items():
                totals[code] += counts[number]
            Figure.objects.bulk_create(
                Figure(
                    release=release,
                    table=d.table,
                    code=d.code,
                    value=totals[d.code] if d.code in totals else d.count(as_of),
                )
                for d in DEFINITIONS
            )

    def _add(self, at: datetime, *codes: str, amount: Decimal | int = 1) -> None:
        number = bisect_left(self._releases, at)
        for code in codes:
            self._counts[code][number] += amount  # type: ignore[assignment]
