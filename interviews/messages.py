"""The kinds of message about calls and talks."""

from datetime import timedelta
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.not_now import reason_of
from candidates.signals import candidate_verified
from core import clock
from core.accounts.models import User
from core.outbox.attachments import nothing
from core.outbox.enums import Audience, Channel, Lane
from core.outbox.in_hand import referred
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from core.outbox.reminders import refuse_if_moved
from core.outbox.services import enqueue
from core.scheduling.entries import Entry
from core.scheduling.invitations import calling_off, requesting
from interviews.calendar import talk_entry
from interviews.call_messages import NO_SEAT, next_calls, seat_taken
from interviews.enums import NO_SHOWS, OFF, InterviewStatus
from interviews.models import (
    Decision,
    Interview,
    Interviewer,
    InterviewRequest,
    Registration,
    Scorecard,
    SecondReading,
)
from interviews.vetting_year import ends_on


@receiver(candidate_verified)
def invite_to_intro_call(candidate: Candidate, **_kwargs: Any) -> None:
    """R9: one invitation per person, ever."""
    enqueue("intro_call_invitation", candidate.user, key=f"intro_call_invitation:{candidate.public_id}")


def _missed(message: OutgoingMessage) -> dict[str, Any]:
    found = referred(message, "registration", Registration.objects.select_related("candidate"))
    if found is None or found.attended is not False or found.candidate.stage != Stage.SIGNED_UP:
        raise NoLongerWanted("came_after_all")
    return next_calls(message)


def _to_ask(message: OutgoingMessage) -> dict[str, Any]:
    candidate = message.context["candidate"]
    if not Candidate.objects.filter(public_id=candidate).exists():
        raise NoLongerWanted("candidate_gone")
    if InterviewRequest.objects.filter(candidate__public_id=candidate).exists():
        raise NoLongerWanted("asked")
    return {"page": reverse("interviews:home")}


def _interview(message: OutgoingMessage) -> dict[str, Any]:
    talks = Interview.objects.select_related("candidate__user", "interviewer__user")
    found = referred(message, "interview", talks)
    if found is None or found.status in OFF:
        raise NoLongerWanted("interview_cancelled")
    if message.recipient_id not in (found.candidate.user_id, found.interviewer.user_id):
        raise NoLongerWanted("handed_over")
    refuse_if_moved(message, found.starts_at)
    return _about(found)


def _without_notes(message: OutgoingMessage) -> dict[str, Any]:
    found = (
        Interview.objects.select_related("candidate__user", "interviewer__user")
        .filter(public_id=message.context["interview"], status=InterviewStatus.BOOKED, scorecard=None)
        .first()
    )
    if found is None:
        raise NoLongerWanted("notes_are_in")
    refuse_if_moved(message, found.ends_at)
    return _about(found)


def _about(found: Interview) -> dict[str, Any]:
    return {
        "interview": found,
        "page": reverse("candidates:me"),
        "staff_page": reverse("admin:interviews_interview_change", args=[found.pk]),
        "notes_page": reverse("interviews:notes", args=[found.public_id]),
    }


def _reading(message: OutgoingMessage) -> dict[str, Any]:
    """Nothing of whom the notes are about, and nothing of who wrote them."""
    found = referred(message, "reading", SecondReading.objects.select_related("reader"))
    asked_still = (
        found is not None and found.reader is not None and found.reader.user_id == message.recipient_id
    )
    if found is None or not asked_still or found.read_at is not None:
        raise NoLongerWanted("read_or_passed_on")
    return {"reading": found, "page": reverse("interviews:reading", args=[found.public_id])}


def _cancelled_talk(message: OutgoingMessage) -> dict[str, Any]:
    talks = Interview.objects.select_related("candidate__user", "interviewer__user")
    found = referred(message, "interview", talks)
    if found is None:
        raise NoLongerWanted("interview_gone")
    return {"interview": found, "page": reverse("interviews:home")}


def _absent(message: OutgoingMessage) -> dict[str, Any]:
    found = referred(message, "interview", Interview.objects.select_related("candidate__user"))
    if found is None or found.status not in NO_SHOWS:
        raise NoLongerWanted("talk_took_place")
    return {"interview": found, "page": reverse("interviews:home")}


def _times_free(message: OutgoingMessage) -> dict[str, Any]:
    asked = InterviewRequest.objects.filter(candidate__public_id=message.context["candidate"])
    booked = Interview.objects.filter(
        candidate__public_id=message.context["candidate"], status=InterviewStatus.BOOKED
    )
    if not asked.exists() or booked.exists():
        raise NoLongerWanted("booked")
    return {"page": reverse("interviews:home")}


def _vetted(message: OutgoingMessage) -> dict[str, Any]:
    profile = Interviewer.objects.filter(user=message.recipient, is_active=True).first()
    if profile is None or profile.vetted_on is None:
        raise NoLongerWanted("not_with_us")
    return {"ends_on": ends_on(profile.vetted_on), "page": reverse("interviews:interviewer")}


def _vetting_ends(message: OutgoingMessage) -> dict[str, Any]:
    found = _vetted(message)
    if message.recipient is None or message.context["interviewer"] != str(message.recipient.public_id):
        raise NoLongerWanted("not_with_us")
    if found["ends_on"] > clock.now().date() + timedelta(days=40):
        raise NoLongerWanted("renewed")
    return found


def _decision(message: OutgoingMessage) -> dict[str, Any]:
    interview = message.context["interview"]
    decision = Decision.objects.filter(interview__public_id=interview).first()
    notes = Scorecard.objects.filter(interview__public_id=interview).first()
    if decision is None or notes is None or message.kind != f"decision_{decision.outcome}":
        raise NoLongerWanted("decision_gone")
    reason = reason_of(decision.reason)
    return {"decision": decision, "notes": notes, "reason": reason, "page": reverse("candidates:me")}


def _of_talk(about: dict[str, Any], recipient: User) -> Entry:
    return talk_entry(about["interview"], recipient)


IN_CALENDARS = {
    **dict.fromkeys(
        ("interview_confirmed_candidate", "interview_confirmed_interviewer", "interviewer_changed",
         "talk_moved_candidate", "talk_moved_interviewer"),
        requesting(_of_talk),
    ),
    **dict.fromkeys(
        ("talk_to_rebook", "talk_given_back", "talk_off_candidate", "talk_off_interviewer"), calling_off(_of_talk)
    ),
}  # fmt: skip
NO_TALK = "the talk is cancelled or moves"
QUIET = "it falls between 21:00 and 08:00 of the recipient's zone, and the morning is too late"
FOR_CANDIDATES = (
    ("intro_call_invitation", Lane.TRANSACTIONAL, _("Invitation to an intro call"), next_calls,
     "the address is verified: once per person, ever (R9)", ""),
    ("intro_call_tomorrow", Lane.TRANSACTIONAL, _("Your intro call is tomorrow"), seat_taken,
     "the intro call begins", NO_SEAT),
    ("intro_call_soon", Lane.TRANSACTIONAL, _("Your intro call begins in an hour"), seat_taken,
     "the intro call begins", NO_SEAT),
    ("intro_call_missed", Lane.BULK, _("You missed your intro call"), _missed,
     "an intro call began to which somebody with a seat did not come", "they came to another one"),
    ("ask_for_your_talk", Lane.BULK, _("Ask for your one-on-one talk"), _to_ask,
     "the first intro call that somebody came to", "they have asked for their talk"),
    ("interview_confirmed_candidate", Lane.TRANSACTIONAL, _("Your one-on-one talk"), _interview,
     "a talk is booked", NO_TALK),
    ("interview_tomorrow_candidate", Lane.TRANSACTIONAL, _("Your talk is tomorrow"), _interview,
     "the talk begins", NO_TALK),
    ("interview_soon_candidate", Lane.TRANSACTIONAL, _("Your talk begins in an hour"), _interview,
     "the talk begins", NO_TALK),
    ("talk_moved_candidate", Lane.TRANSACTIONAL, _("Your talk has a new time"), _interview,
     "a talk is moved", NO_TALK),
    ("interviewer_changed", Lane.TRANSACTIONAL, _("Another interviewer"), _interview,
     "a colleague takes over a booked talk", NO_TALK),
    ("talk_to_rebook", Lane.TRANSACTIONAL, _("A new time for your talk"), _cancelled_talk,
     "a talk is cancelled by our side", "the talk is gone"),
    ("talk_missed", Lane.TRANSACTIONAL, _("We missed you"), _absent,
     "the interviewer notes that the candidate did not come", "the talk took place after all"),
    ("talk_left_waiting", Lane.TRANSACTIONAL, _("We left you waiting"), _absent,
     "the candidate tells us that the interviewer did not come", "the talk took place after all"),
    ("talk_times_free", Lane.TRANSACTIONAL, _("There are free times for your talk"), _times_free,
     "a time becomes free, for somebody who found none", "they have booked their talk"),
    ("talk_off_candidate", Lane.TRANSACTIONAL, _("You cancelled your talk"), _cancelled_talk,
     "a candidate cancels the own talk", "the talk is gone"),
    ("decision_advance", Lane.TRANSACTIONAL, _("Our answer after your talk"), _decision,
     "an hour has passed since the decision: advance", "the decision is taken back"),
    ("decision_hold", Lane.TRANSACTIONAL, _("Our answer after your talk"), _decision,
     "an hour has passed since the decision: hold", "the decision is taken back"),
    ("decision_decline", Lane.TRANSACTIONAL, _("Our answer after your talk"), _decision,
     "an hour has passed since the decision: decline", "the decision is taken back"),
)  # fmt: skip
FOR_INTERVIEWERS = (
    ("interview_confirmed_interviewer", Lane.TRANSACTIONAL, _("A talk with a candidate"), _interview,
     "a talk is booked", NO_TALK),
    ("interview_tomorrow_interviewer", Lane.TRANSACTIONAL, _("You hold a talk tomorrow"), _interview,
     "the talk begins", NO_TALK),
    ("interview_soon_interviewer", Lane.TRANSACTIONAL, _("You hold a talk in an hour"), _interview,
     "the talk begins", NO_TALK),
    ("talk_moved_interviewer", Lane.TRANSACTIONAL, _("A talk of yours has a new time"), _interview,
     "a talk is moved", NO_TALK),
    ("talk_given_back", Lane.TRANSACTIONAL, _("A talk is cancelled"), _cancelled_talk,
     "a talk is cancelled by the candidate", "the talk is gone"),
    ("interviewer_vetted", Lane.TRANSACTIONAL, _("You can hold talks now"), _vetted,
     "staff vet an interviewer for the first time", "they are not with us any more"),
    ("vetting_ends", Lane.TRANSACTIONAL, _("Your year as an interviewer ends soon"), _vetting_ends,
     "a year has passed since the last vetting (R11)", "the vetting is renewed"),
    ("talk_off_interviewer", Lane.TRANSACTIONAL, _("You cancelled a talk"), _cancelled_talk,
     "an interviewer cancels a talk, or another one takes it over", "the talk is gone"),
    ("scorecard_overdue", Lane.TRANSACTIONAL, _("Your notes are missing"), _without_notes,
     "the talk ended, and there are no notes", "the notes are in, or the talk moves"),
    ("scorecard_overdue_again", Lane.TRANSACTIONAL, _("Your notes are still missing"), _without_notes,
     "the talk ended, and there are no notes", "the notes are in, or the talk moves"),
    ("scorecard_handed_over", Lane.TRANSACTIONAL, _("Our staff write your notes"), _without_notes,
     "the talk ended, and there are no notes: they are in the queue of our staff now",
     "the notes are in, or the talk moves"),
    ("second_reading", Lane.BULK, _("Notes to read a second time"), _reading,
     "notes were chosen for a second reading, and the reader for it", "they are read, or passed on"),
)  # fmt: skip
for audience, kinds in ((Audience.CANDIDATE, FOR_CANDIDATES), (Audience.INTERVIEWER, FOR_INTERVIEWERS)):
    for code, lane, label, prepare, anchor, dropped in kinds:
        attachments = IN_CALENDARS.get(code, nothing)
        register(
            Kind(code, lane, label, prepare, attachments, audience=audience, anchor=anchor, dropped=dropped)
        )
FOR_CANDIDATES_BY_TEXT = (
    ("text_intro_call_soon", _("Your intro call begins in an hour, by text"), seat_taken,
     "the intro call begins", NO_SEAT),
    ("text_talk_tomorrow", _("Your talk is tomorrow, by text"), _interview, "the talk begins", NO_TALK),
    ("text_talk_soon", _("Your talk begins in an hour, by text"), _interview, "the talk begins", NO_TALK),
)  # fmt: skip
for code, label, prepare, anchor, dropped in FOR_CANDIDATES_BY_TEXT:
    told = {"audience": Audience.CANDIDATE, "channels": (Channel.TEXT,), "anchor": anchor}
    dropped = f"{dropped}; {QUIET}"
    register(Kind(code, Lane.TRANSACTIONAL, label, prepare, dropped=dropped, **told))  # type: ignore[arg-type]
