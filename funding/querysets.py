from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from core.accounts.predicates import is_finance, is_plan_reviewer, is_program_staff
from core.privacy.hiding import not_hidden
from funding.enums import ApplicationStatus

if TYPE_CHECKING:
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
        """R18: handed in, not one's own, and not scored by `user` before."""
        handed_in = self.filter(
            not_hidden("candidacy__candidate__user", user), status=ApplicationStatus.SUBMITTED
        ).exclude(candidacy__candidate__user=user)
        return handed_in.exclude(plan_reviews__reviewer=user)


class PlanReviewQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> PlanReviewQuerySet:
        rows = self.filter(not_hidden("application__candidacy__candidate__user", user))
        return rows if is_program_staff(user) or is_finance(user) else rows.filter(reviewer=user)
