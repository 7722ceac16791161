"""The rules' numbers that hold on a day: the newest version that was adopted, before the first one the settings'."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.predicates import is_finance, is_program_staff
from core.lifecycle import NotPermitted, Refused
from funding.eligibility import Policy

if TYPE_CHECKING:
    from core.accounts.models import User


def policy_of_the_settings() -> Policy:
    """Return the numbers that the environment gives (`PROGRAM_*`)."""
    return Policy(
        age_limit=settings.PROGRAM_AGE_LIMIT,
        share=settings.PROGRAM_FUNDING_SHARE,
        wait_months=settings.PROGRAM_FUNDING_WAIT_MONTHS,
        plan_pass_mark=settings.PROGRAM_PLAN_PASS_MARK,
        plan_reviewers=settings.PROGRAM_PLAN_REVIEWERS,
        minimum_donors=settings.PROGRAM_MINIMUM_DONORS,
    )


@dataclass(frozen=True)
class Policies:
    """Every version, read once: `days` are the days from which `versions` hold, in order."""

    days: tuple[date, ...]
    versions: tuple[Policy, ...]

    @classmethod
    def load(cls) -> Policies:
        """One query."""
        rows = list(_model().objects.order_by("effective_from"))
        return cls(tuple(row.effective_from for row in rows), tuple(_as_policy(row) for row in rows))

    def on(self, day: date) -> Policy:
        """Return what holds on `day`, a date in the office's zone."""
        number = bisect_right(self.days, day)
        return self.versions[number - 1] if number else policy_of_the_settings()

    def next_after(self, day: date) -> date | None:
        """Return the next day on which other numbers begin to hold, after `day`."""
        number = bisect_right(self.days, day)
        return self.days[number] if number < len(self.days) else None


def current_policy(on: date | None = None) -> Policy:
    """Return what holds `on` a day, today in the organisation's zone where none is given. One query."""
    return Policies.load().on(on or clock.today(settings.ORG_TIME_ZONE))


def adopt(version: Any, *, actor: User, at: datetime) -> Any:
    """Keep a new version of the rules. Raises Refused for a day that has begun: what was decided stays as it was."""
    if not (is_program_staff(actor) or is_finance(actor)):
        raise NotPermitted("not_permitted", _("You may not change the rules."))
    # Tomorrow has begun nowhere, not even in the first of the zones.
    first = at.astimezone(ZoneInfo("Pacific/Guam")).date()
    if version.effective_from <= first:
        words = {"day": date_format(first, "DATE_FORMAT")}
        raise Refused(
            "begun", _("Rules can hold from a day after %(day)s only: nothing is changed backwards.") % words
        )
    version.adopted_by, version.adopted_at = actor, at
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("another", _("There is a version from that day already.")) from error
    return version


def _as_policy(row: Any) -> Policy:
    return Policy(**{field.name: getattr(row, field.name) for field in fields(Policy)})


def _model() -> Any:
    """The table is found late: the querysets that it lies beside ask for the rules, too."""
    return apps.get_model("funding", "FundingPolicy")
