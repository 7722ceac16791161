"""What a policy may ask for besides the rules; all of it is off by default. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from funding.shapes import FAIL, PASS, UNDETERMINED, Facts, RuleOutcome, told
from funding.shapes import marked as _

if TYPE_CHECKING:
    from funding.eligibility import Policy

# What is said of each: not looked up, no, yes.
SWITCHES = {
    "opponent": (
        _("Nobody has looked up yet whether there is an opponent."),
        _("Nobody runs against this candidate."),
        _("There is an opponent."),
    ),
    "background_check": (
        _("The background check has not been made yet."),
        _("The background check was not passed."),
        _("The background check was passed."),
    ),
    "staff_interview": (
        _("The talk with our staff is still to come."),
        _("The talk with our staff did not lead to funding."),
        _("The talk with our staff was held."),
    ),
}


def asked_for(facts: Facts, policy: Policy) -> list[RuleOutcome]:
    """Return the outcomes of the rules that a policy switches on."""
    known = {
        "opponent": (policy.needs_opponent, facts.has_opponent),
        "background_check": (policy.needs_background_check, facts.background_checked),
        "staff_interview": (policy.needs_staff_interview, facts.staff_interviewed),
    }
    return [_switched_on(rule, is_so) for rule, (is_on, is_so) in known.items() if is_on]


def _switched_on(rule: str, is_so: bool | None) -> RuleOutcome:
    unknown, no, yes = SWITCHES[rule]
    if is_so is None:
        return told(rule, UNDETERMINED, unknown)
    return told(rule, PASS, yes) if is_so else told(rule, FAIL, no)
