"""What the candidate's own page says about the address and the races."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.candidacies import live_candidacies
from candidates.enums import CandidacyStatus, Stage
from candidates.journey import Step, register_steps
from candidates.models import Candidacy, Candidate
from candidates.pipeline import has_reached


@register_steps
def address_and_races(candidate: Candidate, now: datetime) -> Iterator[Step]:
    candidacies = live_candidacies(candidate)
    if not candidacies and (has_reached(candidate, Stage.COMMITTED) or candidate.filed_on):
        yield Step(
            order=40,
            title=_("Choose your race"),
            text=_("Tell us the office and the election day, and we will count down with you."),
            url=reverse("candidates:enter_race"),
            button=_("Choose your race"),
        )
    for candidacy in candidacies:
        yield from _of_race(candidacy)


def _of_race(candidacy: Candidacy) -> Iterator[Step]:
    if candidacy.status != CandidacyStatus.PLANNED:
        return
    page = reverse("candidates:evidence", args=[candidacy.public_id])
    if candidacy.evidence_sent_at is None:
        yield Step(
            order=41,
            title=_("Show us that you are on the ballot"),
            text=_("Once the official list shows your name, send us the link. Funding counts from that day."),
            url=page,
            button=_("Send the link"),
            due=candidacy.race.election.date,
        )
    else:
        yield Step(
            order=41,
            title=_("We are checking the official list"),
            text=str(candidacy.race),
            url=page,
            button=_("Correct the link"),
            waits_on_us=True,
            since=candidacy.evidence_sent_at,
            who=_("program staff"),
        )
