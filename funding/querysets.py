from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery

from core.accounts.predicates import is_finance, is_plan_reviewer, is_program_staff
from core.privacy.hiding import not_hidden
from funding.enums import FAR_APART, ApplicationStatus
from funding.policy import current_policy

if TYPE_CHECKING:
    from candidates.models import Candidacy
    from core.accounts.models import User


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ApplicationQuerySet:
        """The own ones; plan reviewers see what is handed in, staff and finance everything."""
        rows = self.filter(not_hidden("candidacy__candidate__user", user))
        if is_program_staff(user) or is_finance(user):
            return rows
        condition = Q(candidacy__candidate__user=user)
        if is_plan_reviewer(user):
            condition |= Q(status=ApplicationStatus.SUBMITTED)
        return rows.filter(condition)

    def to_review_by(self, user: User) -> ApplicationQuerySet:
        """R18: handed in, not one's own, not scored by `user` before, and not by enough others."""
        handed_in = self.filter(
            not_hidden("candidacy__candidate__user", user), status=ApplicationStatus.SUBMITTED
        ).exclude(candidacy__candidate__user=user)
        this_plan = Q(plan_reviews__plan_version=F("plan_version"))
        scored = handed_in.alias(
            scorings=Count("plan_reviews", filter=this_plan),
            lowest=Min("plan_reviews__score", filter=this_plan),
            highest=Max("plan_reviews__score", filter=this_plan),
            own=Count("plan_reviews", filter=this_plan & Q(plan_reviews__reviewer=user)),
        )
        reviewers = current_policy().plan_reviewers
        far_apart = Q(scorings=reviewers, highest__gt=F("lowest") + FAR_APART)
        return scored.filter(Q(scorings__lt=reviewers) | far_apart, own=0)


class PlanReviewQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> PlanReviewQuerySet:
        """Staff and finance see all; a reviewer the own ones, and of a plan scored by all of them the others' too."""
        rows = self.filter(not_hidden("application__candidacy__candidate__user", user))
        if is_program_staff(user) or is_finance(user):
            return rows
        same_plan = self.model._default_manager.filter(
            application=OuterRef("application"), plan_version=OuterRef("plan_version")
        )
        scorings = same_plan.order_by().values("application").annotate(n=Count("pk")).values("n")
        others = Q(Exists(same_plan.filter(reviewer=user))) & Q(scorings__gte=current_policy().plan_reviewers)
        return rows.alias(scorings=Subquery(scorings)).filter(Q(reviewer=user) | others)

    def of_the_plan_handed_in_last(self, candidacy: Candidacy) -> PlanReviewQuerySet:
        """The scorings that count (R18): of the newest application, of the plan as it was handed in last."""
        newest = candidacy.applications.order_by("-pk").values("pk")[:1]
        rows = self.filter(application=Subquery(newest), plan_version=F("application__plan_version"))
        return rows.order_by("reviewed_at", "pk")
