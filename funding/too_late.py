"""Races on a ballot that cannot be funded in time, and those of which nobody knows the cost."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy
from core.accounts.models import User
from funding.models import EligibilityVerdict


def on_ballot(user: User, *, today: date) -> QuerySet[Any]:
    """The races on a ballot that `user` may see, of elections to come, each with what was said of it last."""
    last = EligibilityVerdict.objects.filter(candidacy=OuterRef("pk")).order_by("-id")
    races = Candidacy.objects.visible_to(user).filter(
        status=CandidacyStatus.ON_BALLOT, race__election__date__gte=today
    )
    return races.select_related("candidate__user", "race__office", "race__election").annotate(
        opens_on=Subquery(last.values("opens_on")[:1]),
        cost=Subquery(last.annotate(r19=KeyTextTransform("R19", "outcomes")).values("r19")[:1]),
        last_said=Subquery(last.values("recorded_at")[:1]),
    )


def opens_too_late(user: User, *, today: date) -> QuerySet[Any]:
    """Those for which funding opens after the election (R15), soonest election first."""
    late = on_ballot(user, today=today).filter(opens_on__gt=F("race__election__date"))
    return late.filter(special_election_override=False).order_by("race__election__date", "pk")


def cost_unknown(user: User, *, today: date) -> QuerySet[Any]:
    """Those of whose cost nobody has recorded a figure that counts (R19), soonest election first."""
    return on_ballot(user, today=today).filter(cost="undetermined").order_by("race__election__date", "pk")
