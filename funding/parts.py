"""The parts of an application, each done or to do. Nothing blocks writing; what is to do blocks handing in."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.enums import CandidacyStatus
from funding.enums import Declaration
from funding.models import FundingApplication


@dataclass(frozen=True)
class Part:
    """`gaps` say what is missing, for the applicant; those of `needed` parts keep it from being handed in."""

    code: str
    label: Any
    gaps: tuple[Any, ...]
    needed: bool = True

    @property
    def done(self) -> bool:
        return not self.gaps


def parts_of(application: FundingApplication | None, *, status: str, gifts: int) -> list[Part]:
    """Return the parts in their order; `status` is the candidacy's, `gifts` how many are noted."""
    given = application or FundingApplication()
    on_ballot = status == CandidacyStatus.ON_BALLOT
    return [
        Part("race", _("Race"), () if on_ballot else (_("your place on the ballot, checked by us"),)),
        Part(
            "committee",
            _("Committee and treasurer"),
            _missing((given.committee_name, _("the committee")), (given.treasurer_name, _("the treasurer"))),
        ),
        Part(
            "raised",
            _("Money raised"),
            () if gifts else (_("gifts, or an export of them; a strong plan can stand in for them"),),
            needed=False,
        ),
        Part("plan", _("Campaign plan"), _missing((given.plan.strip(), _("the campaign plan")))),
        Part("use", _("Use of the money"), _gaps_of_use(given)),
        Part("declarations", _("Declarations"), _gaps_of_declarations(given.declarations)),
    ]


def gaps_in(parts: Sequence[Part]) -> list[Any]:
    """Return what keeps the application from being handed in."""
    return [gap for part in parts if part.needed for gap in part.gaps]


def total_of(lines: Sequence[dict[str, Any]]) -> Decimal:
    """Return the sum of the budget's lines in dollars."""
    return sum((dollars(line.get("amount")) for line in lines), Decimal(0))


def dollars(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def _missing(*pairs: tuple[Any, Any]) -> tuple[Any, ...]:
    return tuple(label for value, label in pairs if not value)


def _gaps_of_use(given: FundingApplication) -> tuple[Any, ...]:
    gaps = _missing((given.requested, _("the amount")), (given.use_of_money, _("what the money is for")))
    if gaps or given.requested is None:
        return gaps
    total = total_of(given.use_of_money)
    if total == given.requested:
        return ()
    text = _("lines that add up to the amount: they make $%(total)s, you ask for $%(asked)s")
    return (text % {"total": f"{total:,}", "asked": f"{given.requested:,}"},)


def _gaps_of_declarations(agreed: Sequence[str]) -> tuple[Any, ...]:
    return () if set(Declaration.values) <= set(agreed) else (_("the declarations"),)
