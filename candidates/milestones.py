"""The drawn path of one person, read from the history of its three lifecycles."""

from datetime import datetime

from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from candidates.enums import CandidacyStatus, Stage
from candidates.journey import Milestone
from candidates.models import CandidacyTransition, Candidate, StageTransition
from candidates.pipeline import BY_MERGING


def path_of(candidate: Candidate) -> list[Milestone]:
    """Return the milestones in order, each with the moment at which it was first reached. Three queries."""
    reached = _first_reached(candidate)
    funded = candidate.candidacies.aggregate(first=Min("funded_at"))["first"]
    return [
        Milestone(_("Signed up"), _("You told us that you might run."), candidate.signed_up_at),
        Milestone(_("Intro call"), _("Forty-five minutes in a group."), reached.get(Stage.INTRODUCED)),
        Milestone(
            _("One-on-one talk"), _("Half an hour about you and your race."), reached.get(Stage.INTERVIEWED)
        ),
        Milestone(
            _("On board"), _("Training, Slack and a mentor of your own."), reached.get(Stage.COMMITTED)
        ),
        Milestone(
            _("On the ballot"),
            _("The official list shows your name."),
            reached.get(CandidacyStatus.ON_BALLOT),
        ),
        Milestone(_("Funding"), _("Up to 15% of what such a race costs."), funded),
    ]


def _first_reached(candidate: Candidate) -> dict[str, datetime]:
    # What a record that was merged into this one had reached was reached by this person.
    records = Q(subject=candidate) | Q(subject__merged_into=candidate)
    moved = StageTransition.objects.filter(records).exclude(reason__in=BY_MERGING)
    stages = moved.values_list("to_state").annotate(Min("recorded_at"))
    races = CandidacyTransition.objects.filter(subject__candidate=candidate)
    return dict(stages) | dict(races.values_list("to_state").annotate(Min("recorded_at")))
