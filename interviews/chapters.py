"""What this app tells of a person's history."""

from collections.abc import Iterator

from candidates.models import Candidate
from core.audit.story import Event, changes, moves, register_chapter
from interviews.models import Interview


@register_chapter
def calls_and_talks(candidate: Candidate) -> Iterator[Event]:
    for seat in candidate.registrations.select_related("call").prefetch_related("transitions"):
        attended = {True: "came", False: "missed it", None: "attendance unknown"}[seat.attended]
        known = f"; known from {seat.get_noted_how_display()}" if seat.noted_how else ""
        told = f"{seat.get_status_display()}; {attended}{known}"
        yield Event(seat.created_at, f"intro call {seat.call}", told)
        yield from moves(seat.transitions.all(), f"intro call {seat.call}")
    for recording in candidate.recordings.all():
        outcome = {True: "accepted", False: "given back", None: "to be read"}[recording.accepted]
        yield Event(recording.sent_at, "recording instead of a call", outcome, recording.read_by_id)
    for request in candidate.interview_requests.all():
        yield Event(request.asked_at, "talk", "asked for", request.override_by_id, request.override_reason)
    talks = candidate.interviews.select_related("scorecard__second_reading", "decision")
    for talk in talks.prefetch_related("undone_decisions"):
        yield from changes(talk, f"talk {talk.starts_at:%Y-%m-%d %H:%M}")
        yield from moves(talk.transitions.all(), f"talk {talk.starts_at:%Y-%m-%d %H:%M}")
        for name in ("scorecard", "decision"):
            if hasattr(talk, name):
                yield from changes(getattr(talk, name), name)
        for undone in talk.undone_decisions.all():
            yield Event(undone.decided_at, "decision", undone.outcome, undone.decided_by_id, undone.reason)
            yield Event(undone.undone_at, "decision", f"{undone.outcome} → taken back", undone.undone_by_id)
        yield from _second_reading(talk)


def _second_reading(talk: Interview) -> Iterator[Event]:
    """That there was one, and not what it says or whose it is: the first reader may open this page."""
    reading = getattr(getattr(talk, "scorecard", None), "second_reading", None)
    if reading is not None:
        yield Event(reading.asked_at, "second reading", "asked for")
        if reading.read_at is not None:
            yield Event(reading.read_at, "second reading", "in")
