"""Reads of one model each, and the only way to a person's row: `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from candidates.enums import LIVE
from candidates.visibility import candidates_visible_to
from core.accounts.predicates import is_program_staff
from core.privacy.hiding import not_hidden

if TYPE_CHECKING:
    from core.accounts.models import User


class CandidateQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> CandidateQuerySet:
        """Those that `user` may see: oneself, those one was given, for program staff everybody; nobody who hides."""
        rows = self.filter(not_hidden("user", user))
        condition = candidates_visible_to(user)
        return rows if condition is None else rows.filter(condition).distinct()


class PeopleOnce(models.Manager[Any]):
    """Without the records that were merged into another one."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(merged_into__isnull=True)


class LikelyDuplicateQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> LikelyDuplicateQuerySet:
        """All but one's own."""
        if not is_program_staff(user):
            return self.none()
        return self.exclude(first__user=user.pk).exclude(second__user=user.pk)

    def open(self) -> LikelyDuplicateQuerySet:
        """Those that wait for an answer. A record that was merged meanwhile waits for none."""
        return self.filter(answer="", first__merged_into__isnull=True, second__merged_into__isnull=True)


class PersonMergeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> PersonMergeQuerySet:
        """The merges, never one's own; that two were parted again is shown with its merge."""
        if not is_program_staff(user):
            return self.none()
        merges = self.filter(undoes__isnull=True)
        return merges.exclude(kept__user=user.pk).exclude(other__user=user.pk)


class CandidacyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> CandidacyQuerySet:
        rows = self.filter(not_hidden("candidate__user", user))
        condition = candidates_visible_to(user, prefix="candidate__")
        return rows if condition is None else rows.filter(condition).distinct()

    def live(self) -> CandidacyQuerySet:
        return self.filter(status__in=LIVE)


class PromisedCallQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> PromisedCallQuerySet:
        condition = candidates_visible_to(user, prefix="candidate__")
        return self if condition is None else self.filter(condition).distinct()

    def waiting(self) -> PromisedCallQuerySet:
        return self.filter(called_at__isnull=True)


class HandOverQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> HandOverQuerySet:
        condition = candidates_visible_to(user, prefix="candidate__")
        return self if condition is None else self.filter(condition).distinct()

    def waiting(self) -> HandOverQuerySet:
        return self.filter(passed_on_at__isnull=True, withdrawn_at__isnull=True)
