"""The page on which several decisions are looked at before they are made."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.enums import Standing as Standings
from candidates.pipeline import is_own
from core.accounts.models import User
from core.once.forms import OnceForm
from interviews.criteria import lowest
from interviews.deadlines import Standing, standings
from interviews.deciding import TOGETHER
from interviews.enums import Flag, Outcome
from interviews.models import Interview

MOST = 100


@dataclass(frozen=True)
class Said:
    outcome: str
    notes: list[int]


class TogetherForm(OnceForm):
    """`notes` are the keys of what was chosen, separated by commas."""

    outcome = forms.ChoiceField(
        choices=[(one.value, one.label) for one in TOGETHER], widget=forms.HiddenInput
    )
    notes = forms.RegexField(r"^\d{1,18}(,\d{1,18})*$", max_length=20 * MOST, widget=forms.HiddenInput)
    reply = forms.CharField(
        label=gettext_lazy("A line to all of them"),
        help_text=gettext_lazy("Everybody receives the note of their own interviewer, and this below it."),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def said(self) -> Said:
        """Return what was chosen, whether it comes from the list or with the form; what is nonsense chooses nobody."""
        given = self.data if self.is_bound else self.initial
        outcome = given.get("outcome", "")
        keys = [key for key in str(given.get("notes", "")).split(",") if key.isdecimal() and len(key) < 19]
        return Said(outcome if outcome in TOGETHER else Outcome.HOLD, [int(key) for key in keys[:MOST]])


@dataclass(frozen=True)
class Line:
    """One of those who were chosen: what one has to see before, and why it cannot be done for them, if so."""

    talk: Interview
    notes: Any
    standing: Standing
    lowest: int | None
    flags: list[str]
    obstacle: str
    differs: bool


def lines_of(rows: Any, *, outcome: str, actor: User, today: date) -> list[Line]:
    """Return a line for each of the chosen notes, soonest filing first as in the list."""
    notes = list(rows)
    found = standings(
        {one.interview.candidate_id: one.interview.candidate.state for one in notes}, today=today
    )
    return [_line(one, found[one.interview.candidate_id], outcome, actor) for one in notes]


def _line(notes: Any, standing: Standing, outcome: str, actor: User) -> Line:
    return Line(
        talk=notes.interview,
        notes=notes,
        standing=standing,
        lowest=lowest(notes),
        flags=[str(Flag(flag).label) for flag in notes.flags],
        obstacle=_obstacle(notes.interview, actor),
        differs=notes.recommendation != outcome,
    )


def _obstacle(talk: Interview, actor: User) -> str:
    if is_own(actor, talk):
        return _("this is you")
    if hasattr(talk, "decision"):
        return _("somebody has decided this already")
    if talk.candidate.standing in (Standings.DECLINED, Standings.WITHDRAWN):
        return _("not with us at the moment")
    return ""
