"""The kinds of message about seats in intro calls, about waiting for one, and about the calls that somebody hosts."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.outbox.attachments import Attachment, nothing
from core.outbox.enums import Audience, Lane
from core.outbox.in_hand import referred
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from core.outbox.reminders import refuse_if_moved
from core.scheduling.invitations import calling_off, requesting
from interviews.calendar import hosted_entry, seat_entry
from interviews.enums import RegistrationStatus
from interviews.joining import join_page
from interviews.models import IntroCall, Registration, WatchedRecording
from interviews.waiting_list import place_of


def next_calls(message: OutgoingMessage) -> dict[str, Any]:
    return {"calls": IntroCall.objects.open_at(clock.now())[:3], "page": reverse("interviews:calls")}


def _found(message: OutgoingMessage) -> Registration:
    found = referred(message, "registration", Registration.objects.select_related("call"))
    if found is None:
        raise NoLongerWanted("registration_gone")
    return found


def _about(found: Registration) -> dict[str, Any]:
    return {
        "seat": found,
        "call": found.call,
        "join": join_page(found),
        "page": reverse("interviews:calls"),
        "until": found.offer_expires_at,
    }


def seat_taken(message: OutgoingMessage) -> dict[str, Any]:
    found = _found(message)
    if found.status != RegistrationStatus.CONFIRMED:
        raise NoLongerWanted("registration_cancelled")
    refuse_if_moved(message, found.call.starts_at)
    return _about(found)


def _waiting(message: OutgoingMessage) -> dict[str, Any]:
    found = _found(message)
    if found.status != RegistrationStatus.WAITLISTED:
        raise NoLongerWanted("no_longer_waiting")
    return {**_about(found), "place": place_of(found)}


def _offered(message: OutgoingMessage) -> dict[str, Any]:
    found = _found(message)
    if found.status != RegistrationStatus.OFFERED:
        raise NoLongerWanted("no_longer_offered")
    return _about(found)


def _given_up(message: OutgoingMessage) -> dict[str, Any]:
    """What is over stays over: nothing that could happen meanwhile makes it untrue."""
    return {**_about(_found(message)), **next_calls(message), "why": message.context.get("why", "")}


def _hosted(message: OutgoingMessage) -> dict[str, Any]:
    found = referred(message, "call", IntroCall.objects.all())
    if found is None:
        raise NoLongerWanted("call_gone")
    return {"call": found, "page": reverse("interviews:host", args=[found.public_id])}


def _hosts(message: OutgoingMessage) -> dict[str, Any]:
    about = _hosted(message)
    call: IntroCall = about["call"]
    if call.cancelled_at is not None or call.host_id != message.recipient_id:
        raise NoLongerWanted("hosts_it_no_more")
    refuse_if_moved(message, call.starts_at)
    return about


def _read(message: OutgoingMessage) -> dict[str, Any]:
    found = referred(message, "recording", WatchedRecording.objects.all())
    if found is None or found.accepted is None:
        raise NoLongerWanted("recording_gone")
    page = "interviews:home" if found.accepted else "interviews:recording"
    return {"recording": found, "page": reverse(page)}


def _of_seat(about: dict[str, Any], recipient: object) -> Any:
    return seat_entry(about["seat"])


def _of_call(about: dict[str, Any], recipient: object) -> Any:
    return hosted_entry(about["call"])


def _off_if_it_was_there(message: OutgoingMessage, shown: dict[str, Any]) -> Iterable[Attachment]:
    """Whoever only waited for a seat has nothing in the calendar."""
    return calling_off(_of_seat)(message, shown) if message.context.get("had_a_seat", True) else ()


NO_SEAT = "the seat is given back, or the call moves"
FOR_CANDIDATES = (
    ("intro_call_confirmed", _("Your seat in an intro call"), seat_taken,
     "a seat is taken", NO_SEAT),
    ("intro_call_moved", _("Your intro call has a new time"), seat_taken,
     "a seat moves to another call, or the call moves", NO_SEAT),
    ("intro_call_given_back", _("Your seat is given back"), _given_up,
     "somebody gives a seat back", ""),
    ("intro_call_off", _("Your intro call does not take place"), _given_up,
     "a call is called off, or moves to when somebody with a seat is busy", ""),
    ("intro_call_waiting", _("You are on the waiting list"), _waiting,
     "somebody asks for a seat in a full call", "they got a seat, or left the list"),
    ("seat_offered", _("A seat is free for you"), _offered,
     "a seat is free and they are the first of the waiting list", "the offer was taken, or has expired"),
    ("seat_offer_expired", _("Your offer of a seat has expired"), _given_up,
     "an offer of a seat expires", ""),
    ("recording_accepted", _("You can ask for your talk"), _read,
     "staff accept what somebody wrote about the recording", "the answers are gone"),
    ("recording_returned", _("Something is missing in your answers"), _read,
     "staff do not accept what somebody wrote about the recording", "the answers are gone"),
)  # fmt: skip
FOR_HOSTS = (
    ("hosted_call", _("An intro call that you host"), _hosts,
     "a call is announced, moved, or given to another host", "the call moves, is off, or has another host"),
    ("hosted_call_off", _("You host this call no more"), _hosted,
     "a call is called off, or given to another host", "the call is gone"),
)  # fmt: skip
IN_CALENDARS = {
    "intro_call_confirmed": requesting(_of_seat),
    "intro_call_moved": requesting(_of_seat),
    "intro_call_given_back": calling_off(_of_seat),
    "intro_call_off": _off_if_it_was_there,
    "hosted_call": requesting(_of_call),
    "hosted_call_off": calling_off(_of_call),
}
for audience, kinds in ((Audience.CANDIDATE, FOR_CANDIDATES), (Audience.STAFF, FOR_HOSTS)):
    for code, label, prepare, anchor, dropped in kinds:
        told: dict[str, Any] = {"audience": audience, "anchor": anchor, "dropped": dropped}
        register(Kind(code, Lane.TRANSACTIONAL, label, prepare, IN_CALENDARS.get(code, nothing), **told))
