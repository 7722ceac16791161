"""Reads of one model each, and the only way to a person's row: `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from candidates.enums import LIVE
from candidates.visibility import candidates_visible_to

if TYPE_CHECKING:
    from core.accounts.models import User


class CandidateQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> CandidateQuerySet:
        """Those that `user` may see: oneself, those one was given, and for program staff everybody."""
        condition = candidates_visible_to(user)
        return self if condition is None else self.filter(condition).distinct()


class CandidacyQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> CandidacyQuerySet:
        condition = candidates_visible_to(user, prefix="candidate__")
        return self if condition is None else self.filter(condition).distinct()

    def live(self) -> CandidacyQuerySet:
        return self.filter(status__in=LIVE)
