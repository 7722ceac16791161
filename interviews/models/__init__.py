"""Group intro calls, one-on-one talks, and what came of them."""

from interviews.models.calls import IntroCall, Registration
from interviews.models.interviewers import ConflictOfInterest, Interviewer
from interviews.models.reviews import Decision, Scorecard
from interviews.models.talks import Interview, InterviewRequest, InterviewTransition, TalkHold

__all__ = [
    "ConflictOfInterest",
    "Decision",
    "Interview",
    "InterviewRequest",
    "InterviewTransition",
    "Interviewer",
    "IntroCall",
    "Registration",
    "Scorecard",
    "TalkHold",
]
