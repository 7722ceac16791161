"""In which instalments an award is planned to be paid: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.lifecycle import Refused

MOST = 4


@dataclass(frozen=True)
class Instalment:
    """`amount` is in dollars."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True)
class Planned:
    """An instalment with what of it is `paid` already, in dollars."""

    due_on: date
    amount: Decimal
    paid: Decimal

    @property
    def left(self) -> Decimal:
        return self.amount - self.paid


def refuse_a_wrong_plan(plan: Sequence[Instalment], *, amount: Decimal, today: date) -> None:
    """Raise Refused unless `plan` is empty, or adds up to `amount`, on days to come and in their order."""
    if not plan:
        return
    if len(plan) > MOST:
        raise Refused("too_many", _("Plan at most %(most)d instalments.") % {"most": MOST})
    if any(one.amount <= 0 for one in plan):
        raise Refused("no_amount", _("Each instalment is more than nothing."))
    total = sum((one.amount for one in plan), Decimal(0))
    if total != amount:
        text = _("The instalments make $%(total)s; the award is $%(amount)s.")
        raise Refused("wrong_sum", text % {"total": f"{total:,}", "amount": f"{amount:,}"})
    days = [one.due_on for one in plan]
    if days != sorted(set(days)):
        raise Refused("order", _("Each instalment needs a day of its own, after the one before."))
    if days[0] < today:
        raise Refused("past", _("The first instalment lies in the past."))


def progress_of(plan: Iterable[Instalment], *, paid: Decimal) -> list[Planned]:
    """Return the plan with what of it is paid: what was paid, however it was cut, fills the first ones first."""
    found = []
    for one in plan:
        covered = min(max(paid, Decimal(0)), one.amount)
        paid -= covered
        found.append(Planned(one.due_on, one.amount, covered))
    return found


def as_json(plan: Iterable[Instalment]) -> list[dict[str, str]]:
    return [{"due_on": one.due_on.isoformat(), "amount": str(one.amount)} for one in plan]


def from_json(kept: Iterable[dict[str, Any]]) -> list[Instalment]:
    return [Instalment(date.fromisoformat(one["due_on"]), Decimal(one["amount"])) for one in kept]
