"""The money of each race, on the candidate's own page."""

from datetime import date, datetime
from typing import Any

from candidates.candidacies import races_of
from candidates.models import Candidacy, Candidate
from candidates.openings import register_opens_on
from candidates.panels import Panel, register_panel
from funding.eligibility import opening_day
from funding.models import CandidacyFunding
from funding.policy import current_policy


@register_panel
def money(candidate: Candidate, now: datetime) -> Panel | None:
    races = [candidacy for candidacy in races_of(candidate) if candidacy.ballot_date]
    if not races:
        return None
    found = {row.candidacy_id: row for row in CandidacyFunding.objects.filter(candidacy__in=races)}
    wait = current_policy().wait_months
    rows: list[dict[str, Any]] = [
        {
            "candidacy": race,
            "opens": opening_day(race.ballot_date, wait_months=wait),
            "funding": found.get(race.pk),
        }
        for race in races
        if race.ballot_date
    ]
    return Panel(40, "funding/panel.html", {"rows": rows})


@register_opens_on
def opens_on(candidacy: Candidacy) -> date | None:
    """R15, as the mail names it that says somebody is on the ballot."""
    if candidacy.ballot_date is None:
        return None
    if candidacy.special_election_override:
        return candidacy.ballot_date
    return opening_day(candidacy.ballot_date, wait_months=current_policy().wait_months)
