"""Each rule as the applicant reads it: where it stands, what we used, and what would change it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.eligibility import PASS, RuleOutcome, Verdict
from funding.telling import in_words

HOW = {
    "R1": _("Nothing changes an age rule. Calls, talks, lessons and mentors stay open to you."),
    "R3": _("Nothing changes what the fund is for: another race of yours may be in its scope."),
    "standing": _("Come back on your page, and the rules count again."),
    "status": _("Send us the link, or a file, that shows you on the official list."),
    "R15": _("Only time does. Write your application and have your plan scored meanwhile."),
    "R16": _("Ask for less, or for nothing yet."),
    "R17": _("Note more gifts, from at least as many people as the rule says, and show us the receipts."),
    "R18": _("Hand in a plan; reviewers write what would make it better."),
    "R19": _("A past candidate’s report is enough: send us one. We are looking, too."),
    "opponent": _("Tell us who else is on the official list."),
    "background_check": _("We make it; you need to do nothing."),
    "staff_interview": _("We call you to find a time."),
}
# One of the two is enough.
EITHER = {"R17": "R18", "R18": "R17"}


@dataclass(frozen=True)
class Explained:
    rule: str
    outcome: str
    why: str
    how: Any


def explained_rules(verdict: Verdict) -> tuple[list[Explained], list[Explained]]:
    """Return the rules that still matter, and those that are met; of money raised and plan one is enough."""
    rules = [_one(rule, verdict) for rule in verdict.rules]
    settled = [row for row in rules if row.outcome == PASS or _stands_in(row, verdict)]
    return [row for row in rules if row not in settled], settled


def _one(rule: RuleOutcome, verdict: Verdict) -> Explained:
    how = "" if rule.outcome == PASS else HOW.get(rule.rule, "")
    return Explained(rule.rule, rule.outcome, in_words(rule), how)


def _stands_in(row: Explained, verdict: Verdict) -> bool:
    other = EITHER.get(row.rule)
    return other is not None and verdict.outcome_of(other) == PASS
