"""Group intro calls, one-on-one talks, and what came of them."""

from interviews.models.calls import IntroCall, Registration, RegistrationTransition
from interviews.models.interviewers import ConflictOfInterest, Interviewer
from interviews.models.recordings import WatchedRecording
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
    "RegistrationTransition",
    "Scorecard",
    "TalkHold",
    "WatchedRecording",
]
