"""How many people get how far: the published figures of the first two months, in the proportion of any size."""

from dataclasses import dataclass
from decimal import Decimal

PUBLISHED = 8_000
# The week of 1,200 is the first, not the peak; the last figure is of the remaining 32 days.
WEEKS = (1_200, 1_600, 1_700, 1_500, 2_000)
# From this size on every role of a small demonstration has something to see.
SMALL = 20
# What a race costs does not shrink with a demonstration, so neither does its fund below this.
SMALLEST_FUND = Decimal("35000.50")
SMALLEST_BUDGET = Decimal(50_000)
FEWEST_INTERVIEWERS, FEWEST_MENTORS, FEWEST_DONATIONS = 5, 2, 2


@dataclass(frozen=True)
class Numbers:
    """Counts of people unless said otherwise. Each is contained in the one named before it in its group."""

    sign_ups: int
    weeks: tuple[int, ...]

    verified: int
    registered: int
    came: int
    asked: int
    talked: int

    undecided: int
    declined: int
    held_back: int
    advanced: int

    committed: int
    racing: int
    on_ballot: int
    filed_before: int

    # Talks that were booked and cancelled; those who missed theirs are among them, as long as no status says so.
    cancelled: int

    # Of those who filed before they signed up: how far their money had come on the window's last day.
    open_early: int
    applied_early: int
    awarded_early: int
    paid_early: int
    # On the demonstration's last day.
    applied: int
    awarded: int
    paid: int
    to_approve: int
    to_score: int

    donors: int
    donations: int
    dollars: Decimal
    budget: Decimal
    interviewers: int
    mentors: int
    mentored: int


def numbers_for(sign_ups: int) -> Numbers:
    """Return the counts of a demonstration of `sign_ups` (1 or more); for 8,000 exactly the published ones (R21)."""
    counts = _Scale(sign_ups)
    on_ballot = counts.of(80, least=3)
    filed_before = min(on_ballot - 1, counts.of(25, least=1))
    racing = counts.of(140, least=on_ballot + 1)
    committed = counts.of(320, least=racing + 1)
    advanced = counts.of(360, least=committed + 1)
    undecided, declined, held_back = (counts.of(few, least=1) for few in (40, 20, 80))
    talked = min(sign_ups, advanced + undecided + declined + held_back)
    asked = counts.of(1_197, least=talked + 4)
    came = counts.of(1_330, least=asked)
    registered = counts.of(2_660, least=came + 3)
    return Numbers(
        sign_ups=sign_ups,
        weeks=_weeks(sign_ups),
        verified=counts.of(7_040, least=registered),
        registered=registered,
        came=came,
        asked=asked,
        talked=talked,
        undecided=undecided,
        declined=declined,
        held_back=held_back,
        advanced=advanced,
        committed=committed,
        racing=racing,
        on_ballot=on_ballot,
        filed_before=filed_before,
        cancelled=counts.of(194, least=0),
        mentored=counts.of(200, least=1),
        **_money(counts, on_ballot, filed_before),  # type: ignore[arg-type]
    )


def _money(counts: "_Scale", on_ballot: int, filed_before: int) -> dict[str, object]:
    """The demonstration's own candidate has not applied yet, and somebody's award waits for approval."""
    to_approve, to_score = counts.of(2, least=1), counts.of(5, least=1)
    open_early = min(filed_before, counts.of(12, least=0))
    applied_early = min(open_early, counts.of(7, least=0))
    awarded_early = min(applied_early, counts.of(4, least=0))
    paid_early = min(awarded_early, counts.of(3, least=0))
    paid = max(applied_early, counts.of(19, least=0))
    awarded = max(paid, counts.of(24, least=0))
    at_most = on_ballot - 1
    to_score = min(to_score, max(at_most - awarded, 0))
    to_approve = min(to_approve, max(at_most - awarded - to_score, 0))
    return {
        "open_early": open_early,
        "applied_early": applied_early,
        "awarded_early": awarded_early,
        "paid_early": paid_early,
        "paid": paid,
        "awarded": awarded,
        "to_approve": to_approve,
        "to_score": to_score,
        "applied": min(at_most, max(counts.of(41, least=0), awarded + to_approve + to_score)),
        "donors": counts.of(3_000, least=2),
        "donations": max(counts.of(3_697, least=0), FEWEST_DONATIONS),
        "dollars": (Decimal(100_000) * counts.sign_ups / PUBLISHED).quantize(Decimal("0.01")),
        "budget": max(SMALLEST_BUDGET, Decimal(100_000) * counts.sign_ups / PUBLISHED),
        "interviewers": max(counts.of(300, least=0), FEWEST_INTERVIEWERS),
        "mentors": max(counts.of(120, least=0), FEWEST_MENTORS),
    }


@dataclass(frozen=True)
class _Scale:
    sign_ups: int

    def of(self, published: int, *, least: int) -> int:
        """Return `published` in proportion, rounded half up; at least `least` from twenty sign-ups on, else one."""
        share = (published * self.sign_ups + PUBLISHED // 2) // PUBLISHED
        return max(share, least if self.sign_ups >= SMALL else min(least, 1))


def _weeks(sign_ups: int) -> tuple[int, ...]:
    """Split `sign_ups` in the proportion of the published weeks, without losing anybody."""
    ends = [-(-sign_ups * sum(WEEKS[: week + 1]) // PUBLISHED) for week in range(len(WEEKS))]
    return tuple(end - begin for begin, end in zip([0, *ends], ends, strict=False))
