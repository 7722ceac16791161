"""The drawn path of one person, read from the history of its three lifecycles."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from candidates.candidacies import races_of
from candidates.enums import CandidacyStatus, Stage
from candidates.journey import Milestone
from candidates.models import CandidacyTransition, Candidate, StageTransition
from candidates.pipeline import BY_MERGING

Days = Callable[[Candidate], Mapping[str, datetime]]
_true_days: list[Days] = []


def register_true_days(days: Days) -> Days:
    """Register `candidate -> {stage: moment}`: when a milestone really was, which is noted only later."""
    _true_days.append(days)
    return days


def path_of(candidate: Candidate) -> list[Milestone]:
    """Return the milestones in order, each with the day of the person's own zone on which it was first reached.

    The ballot date is the day from which the official list showed it, and the election's the day of its result.
    Two queries beside those of `races_of`.
    """
    reached, races = _stages(candidate), _races(candidate)
    funded = [candidacy.funded_at for candidacy in races_of(candidate) if candidacy.funded_at]
    return [
        Milestone(
            _("Signed up"), _("You told us that you might run."), _day(candidate.signed_up_at, candidate)
        ),
        Milestone(_("Intro call"), _("Forty-five minutes in a group."), reached.get(Stage.INTRODUCED)),
        Milestone(
            _("One-on-one talk"), _("Half an hour about you and your race."), reached.get(Stage.INTERVIEWED)
        ),
        Milestone(
            _("On board"), _("Training, Slack and a mentor of your own."), reached.get(Stage.COMMITTED)
        ),
        Milestone(
            _("On the ballot"), _("The official list shows your name."), races.get(CandidacyStatus.ON_BALLOT)
        ),
        Milestone(
            _("Funding"),
            _("Up to %(share)s of what such a race costs.")
            % {"share": f"{(settings.PROGRAM_FUNDING_SHARE * 100).normalize():f}%"},
            _day(min(funded), candidate) if funded else None,
        ),
        Milestone(_("Elected"), _("The voters decide."), races.get(CandidacyStatus.ELECTED)),
    ]


def _share() -> str:
    return f"{(settings.PROGRAM_FUNDING_SHARE * 100).normalize():f}%"


def _day(at: datetime, candidate: Candidate) -> date:
    return at.astimezone(ZoneInfo(candidate.user.time_zone)).date()


def _stages(candidate: Candidate) -> dict[str, date]:
    # What a record that was merged into this one had reached was reached by this person.
    records = Q(subject=candidate) | Q(subject__merged_into=candidate)
    moved = StageTransition.objects.filter(records).exclude(reason__in=BY_MERGING).order_by()
    found = moved.values_list("to_state").annotate(Min("recorded_at"))
    reached = dict(found)
    for days in _true_days:
        reached |= {stage: at for stage, at in days(candidate).items() if stage in reached}
    return {stage: _day(at, candidate) for stage, at in reached.items()}


def _races(candidate: Candidate) -> dict[str, date]:
    found = CandidacyTransition.objects.filter(subject__candidate=candidate).order_by()
    return dict(found.values_list("to_state").annotate(Min("effective_on")))
