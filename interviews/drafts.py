"""Notes as they are typed: kept with each pause, and never over newer ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from interviews.enums import TOP_RATING, Criterion, Flag, InterviewStatus, Recommendation
from interviews.lifecycle import by_interviewer_or_staff
from interviews.models import Interview, NotesDraft, Scorecard

EVIDENCE = [f"{criterion}_evidence" for criterion in Criterion]
TEXTS = [*EVIDENCE, "note_to_candidate", "private_note"]
# What is longer is cut: nobody types it, and a draft is not a place to keep files in.
LONGEST = 10_000


class Newer(Refused):
    """Somebody, or the same person in another window, has saved since. `draft` is what stands there now."""

    def __init__(self, draft: NotesDraft) -> None:
        super().__init__(
            "newer", _("These notes were saved in another window meanwhile. Nothing there is lost.")
        )
        self.draft = draft


def as_typed(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return of `said`, which may hold anything, what notes can hold; what is not given yet is left out. Pure."""
    kept: dict[str, Any] = {}
    for criterion in Criterion:
        rating = str(said.get(criterion.value, ""))
        if rating.isdecimal() and int(rating) <= TOP_RATING:
            kept[criterion.value] = int(rating)
    for name in TEXTS:
        text = said.get(name)
        if isinstance(text, str) and text.strip():
            kept[name] = text.replace("\x00", "")[:LONGEST]
    flags = said.get("flags")
    if isinstance(flags, list | tuple):
        kept["flags"] = [flag for flag in Flag.values if flag in flags]
    if said.get("recommendation") in Recommendation.values:
        kept["recommendation"] = said["recommendation"]
    return {name: value for name, value in kept.items() if value != []}


@transaction.atomic
def save_draft(
    interview: Interview, said: Mapping[str, Any], *, seen: int, window: str, actor: User, at: datetime
) -> NotesDraft:
    """Keep what was typed as the next version after `seen`, the one that this `window` has.

    A window that sends again what it never heard an answer to goes on. Raises Newer when another window has saved
    since, NotPermitted for somebody else's talk, Refused when the notes are in or the talk does not take place.
    """
    if not by_interviewer_or_staff(actor, interview):
        raise NotPermitted("not_permitted", _("These are somebody else's notes to write."))
    locked = Interview.objects.select_for_update(of=("self",)).get(pk=interview.pk)
    if Scorecard.objects.filter(interview=locked).exists():
        raise Refused("done", _("The notes of this talk are in already."))
    if locked.status != InterviewStatus.BOOKED:
        raise Refused("not_booked", _("This talk does not take place."))
    draft = NotesDraft.objects.filter(interview=locked).first()
    content = as_typed(said)
    if draft is None:
        return NotesDraft.objects.create(
            interview=locked, content=content, version=1, saved_by=actor, saved_at=at, saved_from=window
        )
    if draft.content == content:
        return draft
    if draft.version != seen and not (window and draft.saved_from == window):
        raise Newer(draft)
    draft.content, draft.version = content, draft.version + 1
    draft.saved_by, draft.saved_at, draft.saved_from = actor, at, window
    draft.save()
    return draft


def draft_of(interview: Interview) -> NotesDraft | None:
    return NotesDraft.objects.filter(interview=interview).select_related("saved_by").first()
