"""Group intro calls, one-on-one talks, and what came of them."""

from interviews.models.calls import IntroCall, Registration
from interviews.models.reviews import Decision, Scorecard
from interviews.models.talks import Interview, Interviewer, InterviewRequest, InterviewTransition

__all__ = [
    "Decision",
    "Interview",
    "InterviewRequest",
    "InterviewTransition",
    "Interviewer",
    "IntroCall",
    "Registration",
    "Scorecard",
]
