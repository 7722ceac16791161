from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from core.accounts.predicates import is_program_staff
from core.privacy.hiding import not_hidden
from mentorship.enums import LIVE

if TYPE_CHECKING:
    from datetime import datetime

    from core.accounts.models import User


class MentorshipQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> MentorshipQuerySet:
        """Those in which `user` is the mentor or the candidate."""
        rows = self.filter(not_hidden("candidate__user", user))
        return rows.filter(Q(mentor__user=user) | Q(candidate__user=user))

    def visible_to(self, user: User) -> MentorshipQuerySet:
        rows = self.filter(not_hidden("candidate__user", user))
        return rows if is_program_staff(user) else self.of(user)

    def live(self) -> MentorshipQuerySet:
        return self.filter(status__in=LIVE)


class MentorSessionQuerySet(models.QuerySet[Any]):
    def of(self, user: User) -> MentorSessionQuerySet:
        """Those that `user` has with the other side."""
        rows = self.filter(not_hidden("mentorship__candidate__user", user))
        return rows.filter(Q(mentorship__mentor__user=user) | Q(mentorship__candidate__user=user))

    def coming(self, now: datetime) -> MentorSessionQuerySet:
        """Not cancelled, and not over."""
        return self.filter(cancelled_at=None, ends_at__gt=now).order_by("starts_at")
