"""What this app tells of a person's history."""

from collections.abc import Iterator

from candidates.models import Candidate
from core.accounts.models import RoleGiven
from core.audit.story import Event, changes, moves, register_chapter


@register_chapter
def person(candidate: Candidate) -> Iterator[Event]:
    yield from changes(candidate, "candidate")
    yield from changes(candidate.user, "user")
    yield from moves(candidate.stage_transitions.all(), "stage")
    yield from moves(candidate.standing_transitions.all(), "standing")
    for call in candidate.promised_calls.all():
        yield from changes(call, "promised call")
    for role in RoleGiven.objects.filter(user=candidate.user):
        yield from changes(role, f"role {role.group}")


@register_chapter
def races(candidate: Candidate) -> Iterator[Event]:
    for candidacy in candidate.candidacies.select_related("race__office", "race__election"):
        yield from changes(candidacy, f"race {candidacy.race}")
        yield from moves(candidacy.transitions.all(), f"race {candidacy.race}")


@register_chapter
def messages(candidate: Candidate) -> Iterator[Event]:
    for message in candidate.user.messages.all():
        at = message.sent_at or message.created_at
        yield Event(at, f"message “{message.label}”", message.get_status_display(), None, message.failure)
