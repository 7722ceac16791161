"""Reads of one model each; `visible_to` is the only way to a person's row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models

from candidates.enums import Standing
from core import clock
from core.accounts.predicates import is_program_staff
from core.privacy.hiding import not_hidden
from interviews.enums import LIVE, SEATED, InterviewStatus, Outcome, RegistrationStatus
from interviews.vetting_year import lapsed_before

if TYPE_CHECKING:
    from core.accounts.models import User


class IntroCallQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> IntroCallQuerySet:
        return self if is_program_staff(user) else self.filter(host=user)

    def open_at(self, now: datetime) -> IntroCallQuerySet:
        """Calls that have not begun and take place, soonest first."""
        return self.filter(starts_at__gt=now, cancelled_at__isnull=True).order_by("starts_at")


class RegistrationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> RegistrationQuerySet:
        rows = self.filter(not_hidden("candidate__user", user))
        return rows if is_program_staff(user) else rows.filter(call__host=user)

    def confirmed(self) -> RegistrationQuerySet:
        return self.filter(status=RegistrationStatus.CONFIRMED)

    def live(self) -> RegistrationQuerySet:
        """Confirmed, offered, or on a waiting list."""
        return self.filter(status__in=LIVE)

    def seated(self) -> RegistrationQuerySet:
        """Confirmed or offered: each takes a seat."""
        return self.filter(status__in=SEATED)

    def waiting(self) -> RegistrationQuerySet:
        """Those on waiting lists, in their order: rows are written under the call's lock."""
        return self.filter(status=RegistrationStatus.WAITLISTED).order_by("pk")

    def with_needs(self, now: datetime) -> RegistrationQuerySet:
        """Seats in calls to come with which something was asked for that is not arranged yet."""
        asked = ~models.Q(needs=[]) | ~models.Q(needs_note="")
        return self.confirmed().filter(asked, needs_met_at__isnull=True, call__starts_at__gt=now)

    def without_attendance(self, now: datetime) -> RegistrationQuerySet:
        # A seat that a merge left behind is one seat too many for one person.
        waiting = self.confirmed().filter(attended__isnull=True, call__starts_at__lte=now)
        return waiting.filter(candidate__merged_into__isnull=True)


class WatchedRecordingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> WatchedRecordingQuerySet:
        rows = self.filter(not_hidden("candidate__user", user))
        return rows if is_program_staff(user) else rows.none()

    def unread(self) -> WatchedRecordingQuerySet:
        return self.filter(accepted__isnull=True).order_by("sent_at")


class InterviewerQuerySet(models.QuerySet[Any]):
    def bookable(self, on: date | None = None) -> InterviewerQuerySet:
        """R11: active, vetted within the last year, and still a user who may sign in. `on` defaults to today (UTC)."""
        since = lapsed_before(on or clock.now().date())
        return self.filter(is_active=True, vetted_on__gte=since, user__is_active=True)

    def to_vet(self) -> InterviewerQuerySet:
        """Those who applied and whom nobody has vetted."""
        return self.filter(is_active=True, vetted_on__isnull=True, applied_at__isnull=False)

    def to_renew(self, on: date) -> InterviewerQuerySet:
        """Those whose vetting ends within thirty days of `on`, or has ended."""
        soon = lapsed_before(on + timedelta(days=30))
        return self.filter(is_active=True, user__is_active=True, vetted_on__lt=soon)


class ConflictQuerySet(models.QuerySet[Any]):
    def to_attach(self) -> ConflictQuerySet:
        """Those of which nobody has said yet whom they mean."""
        return self.filter(candidate__isnull=True, office__isnull=True)


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
        """Talks whose notes are in and which nobody has decided, longest waiting first. Who left waits for nothing."""
        gone = (Standing.DECLINED, Standing.WITHDRAWN)
        waiting = self.filter(interview__decision__isnull=True).exclude(
            interview__candidate__standing__in=gone
        )
        return waiting.order_by("submitted_at")


class DecisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> DecisionQuerySet:
        rows = self.filter(not_hidden("interview__candidate__user", user))
        return rows if is_program_staff(user) else rows.none()

    def advancing(self) -> DecisionQuerySet:
        return self.filter(outcome=Outcome.ADVANCE)


class SecondReadingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> SecondReadingQuerySet:
        """Those given to `user` to read. Program staff see them all, but with names, so not where they are read."""
        rows = self.filter(not_hidden("scorecard__interview__candidate__user", user))
        return rows if is_program_staff(user) else rows.filter(reader__user=user)

    def waiting(self) -> SecondReadingQuerySet:
        return self.filter(read_at__isnull=True)
