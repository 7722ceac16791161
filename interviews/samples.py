"""What a message about a talk could be about: for its interviewer, one that they hold."""

from core.outbox.desk.samples import newest, register_sample
from interviews.models import Interview, IntroCall, SecondReading, WatchedRecording

OF_INTERVIEWERS = (
    "interview_confirmed_interviewer", "interview_tomorrow_interviewer", "interview_soon_interviewer",
    "scorecard_overdue", "scorecard_overdue_again", "scorecard_handed_over", "talk_given_back",
    "talk_off_interviewer",
)  # fmt: skip

register_sample("interview", newest(Interview, "candidate__user"))
register_sample("interview", newest(Interview, "interviewer__user"), kinds=OF_INTERVIEWERS)
register_sample("reading", newest(SecondReading, "reader__user"))
register_sample("call", newest(IntroCall, "host"))
register_sample("recording", newest(WatchedRecording, "candidate__user"))
