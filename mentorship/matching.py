"""Why these two. Pure: what is known of a mentor and of a candidate in, a score and its reasons out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MentorFacts:
    states: Collection[str]
    campaigns: Collection[str]
    time_zone: str
    free_places: int


@dataclass(frozen=True)
class CandidateFacts:
    """`levels` are the levels of the offices that interest the candidate, such as `city_council`."""

    state: str
    levels: Collection[str]
    time_zone: str


@dataclass(frozen=True)
class Match:
    """A higher score fits better; 0 means that there is no free place."""

    score: int
    reasons: list[Any]


def match(mentor: MentorFacts, candidate: CandidateFacts) -> Match:
    """Return how well the two fit, with one reason for each point that counts."""
    if mentor.free_places < 1:
        return Match(0, [])
    score, reasons = 1, [_("has a free place")]
    if candidate.state and candidate.state in mentor.states:
        score, reasons = score + 4, [_("knows your state"), *reasons]
    if set(candidate.levels) & set(mentor.campaigns):
        score, reasons = score + 3, [_("has worked on campaigns for this kind of office"), *reasons]
    if mentor.time_zone == candidate.time_zone:
        score, reasons = score + 1, [_("lives in your time zone"), *reasons]
    return Match(score, reasons)
