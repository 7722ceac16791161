"""What this app tells of a person's history."""

from collections.abc import Iterator

from candidates.models import Candidate
from core.audit.story import Event, changes, moves, register_chapter


@register_chapter
def mentors(candidate: Candidate) -> Iterator[Event]:
    for pair in candidate.mentorships.select_related("mentor__user"):
        yield from changes(pair, f"mentor {pair.mentor}")
        yield from moves(pair.transitions.all(), f"mentor {pair.mentor}")
