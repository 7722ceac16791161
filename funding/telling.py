"""A verdict's reasons in the language of whoever reads them; the verdict itself keeps its English sentences."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from candidates.enums import CandidacyStatus, Standing
from funding.eligibility import RuleOutcome

LABELS: dict[Any, Any] = {**dict(Standing.choices), **dict(CandidacyStatus.choices)}


def in_words(outcome: RuleOutcome) -> str:
    """Return why the rule ended as it did, with dates, amounts and states as the reader's language writes them."""
    if not outcome.sentence:
        return outcome.because
    said = gettext(outcome.sentence)
    values = {name: _one(value) for name, value in outcome.values.items()}
    return said % values if values else said


def _one(value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return number_format(value, decimal_pos=2, force_grouping=True)
    return str(LABELS.get(value, value))
