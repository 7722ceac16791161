"""Group intro calls, one-on-one talks, and what came of them."""

from interviews.models.calls import IntroCall, Registration, RegistrationTransition
from interviews.models.interviewers import ConflictOfInterest, Interviewer
from interviews.models.notes import NotesDraft, SecondReading
from interviews.models.recordings import WatchedRecording
from interviews.models.reviews import Decision, Scorecard, UndoneDecision
from interviews.models.talks import Interview, InterviewRequest, InterviewTransition, TalkHold

__all__ = [
    "ConflictOfInterest",
    "Decision",
    "Interview",
    "InterviewRequest",
    "InterviewTransition",
    "Interviewer",
    "IntroCall",
    "NotesDraft",
    "Registration",
    "RegistrationTransition",
    "Scorecard",
    "SecondReading",
    "TalkHold",
    "UndoneDecision",
    "WatchedRecording",
]
