"""Reads of one model each; `visible_to` is the only way to a person's row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from core.accounts.predicates import is_program_staff
from core.privacy.hiding import not_hidden
from interviews.enums import InterviewStatus, Outcome, RegistrationStatus

if TYPE_CHECKING:
    from core.accounts.models import User


class IntroCallQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> IntroCallQuerySet:
        return self if is_program_staff(user) else self.filter(host=user)

    def open_at(self, now: datetime) -> IntroCallQuerySet:
        """Calls that have not begun, soonest first."""
        return self.filter(starts_at__gt=now).order_by("starts_at")


class RegistrationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> RegistrationQuerySet:
        rows = self.filter(not_hidden("candidate__user", user))
        return rows if is_program_staff(user) else rows.filter(call__host=user)

    def confirmed(self) -> RegistrationQuerySet:
        return self.filter(status=RegistrationStatus.CONFIRMED)

    def without_attendance(self, now: datetime) -> RegistrationQuerySet:
        # A seat that a merge left behind is one seat too many for one person.
        waiting = self.confirmed().filter(attended__isnull=True, call__starts_at__lte=now)
        return waiting.filter(candidate__merged_into__isnull=True)


class InterviewerQuerySet(models.QuerySet[Any]):
    def bookable(self) -> InterviewerQuerySet:
        """R11: active, vetted, and still a user who may sign in."""
        return self.filter(is_active=True, vetted_on__isnull=False, user__is_active=True)


class InterviewQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> InterviewQuerySet:
        rows = self.filter(not_hidden("candidate__user", user))
        return rows if is_program_staff(user) else rows.filter(interviewer__user=user)

    def without_notes(self, now: datetime) -> InterviewQuerySet:
        """Talks that have begun and whose notes are not in, longest waiting first."""
        return self.filter(status=InterviewStatus.BOOKED, starts_at__lte=now).order_by("starts_at")


class ScorecardQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> ScorecardQuerySet:
        rows = self.filter(not_hidden("interview__candidate__user", user))
        return rows if is_program_staff(user) else rows.filter(interview__interviewer__user=user)

    def undecided(self) -> ScorecardQuerySet:
        """Talks whose notes are in and which nobody has decided, longest waiting first."""
        return self.filter(interview__decision__isnull=True).order_by("submitted_at")


class DecisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> DecisionQuerySet:
        rows = self.filter(not_hidden("interview__candidate__user", user))
        return rows if is_program_staff(user) else rows.none()

    def advancing(self) -> DecisionQuerySet:
        return self.filter(outcome=Outcome.ADVANCE)
