"""The days until what matters in a race."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy
from offices.facts import Known, believed
from offices.filing import Filing, filing_of


@dataclass(frozen=True)
class Countdown:
    """`days` until election day where the office is: 0 on the day itself, None once it is over."""

    candidacy: Candidacy
    days: int | None
    filing: Filing | None


def countdowns(candidacies: Sequence[Candidacy], *, now: datetime) -> list[Countdown]:
    """Return one for each of `candidacies`, in their order. A fixed number of queries."""
    planned = [c.race.office for c in candidacies if c.status == CandidacyStatus.PLANNED]
    facts = believed(planned, today=now.date()) if planned else {}
    return [_countdown(candidacy, facts.get(candidacy.race.office_id, []), now) for candidacy in candidacies]


def _countdown(candidacy: Candidacy, facts: Sequence[Known], now: datetime) -> Countdown:
    today: date = now.astimezone(ZoneInfo(candidacy.race.office.time_zone)).date()
    days = (candidacy.race.election.date - today).days
    of_this = [fact for fact in facts if fact.election_on == candidacy.race.election.date]
    filing = filing_of(of_this, today=today) if candidacy.status == CandidacyStatus.PLANNED else None
    return Countdown(candidacy, days if days >= 0 else None, filing)
