"""Why a message did not leave, as staff read it: a sentence for each code that is kept in `failure`."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.outbox.enums import Suppressed

AWAY = _("The mail server could not be reached, or hung up.")
REFUSED = _("The mail server refused the message.")
WENT = _("What it was about is there no more.")
CHANGED = _("What it was about moved, changed or was called off meanwhile.")
DONE = _("They have done it meanwhile.")
NOT_WITH_US = _("They are not with us any more, or take a break.")
NOTHING_TO_TELL = _("There was nothing to tell.")
OVER = _("It has taken place, or was settled, meanwhile.")
NO_MORE = _("They do it no more, or were not waited for any longer.")
NO_TEXTS = _("They did not agree to texts, or none are sent from here.")

SENTENCES: dict[str, Any] = {
    "too late": _("It would have come too late."),
    "quiet hours": _("It was night there. It waits for the morning, unless that is too late for it."),
    "no such kind": _("Nobody here knows this kind of message: another version wrote it."),
    "nobody": _("There is nobody to send it to."),
    "no address": _("There is no address that mail can be sent to."),
    "not taken": _("The mail server did not take it."),
    "enough for a day": _("They have had enough for one day. It waits for the next."),
    "cancelled by staff": _("Cancelled by staff."),
    "took_the_next_step": DONE,
    "further_on": DONE,
    "not_of_age": _("It is not for people of their age."),
    "erased": _("The person asked to be erased."),
    "expired": WENT,
    "TimeoutError": AWAY,
    "SMTPServerDisconnected": AWAY,
    "SMTPConnectError": AWAY,
    "ConnectionRefusedError": AWAY,
    "ConnectionResetError": AWAY,
    "BrokenPipeError": AWAY,
    "gaierror": AWAY,
    "OSError": AWAY,
    "SMTPRecipientsRefused": _("The mail server refused the address."),
    "SMTPSenderRefused": _("The mail server refused the address that we write from."),
    "SMTPAuthenticationError": _("The mail server refused our password."),
    "SMTPDataError": REFUSED,
    "SMTPResponseException": REFUSED,
    **dict.fromkeys(
        ("moved", "moved on", "decided_anew", "changed_again", "shown_again", "handed_over"), CHANGED
    ),
    **dict.fromkeys(("answered", "asked", "booked", "came_after_all", "filed_already", "handed_in"), DONE),
    **dict.fromkeys(("notes_are_in", "read_or_passed_on", "renewed", "report_is_in"), DONE),
    **dict.fromkeys(("not_with_us", "not_our_staff", "mentorship_over"), NOT_WITH_US),
    **dict.fromkeys(
        ("nothing_known", "nothing_waits", "no_release_yet", "not_found_after_all"), NOTHING_TO_TELL
    ),
    **dict.fromkeys(("talk_took_place", "invitation_settled"), OVER),
    **dict.fromkeys(("hosts_it_no_more", "reads_it_no_more", "not_waited_for"), NO_MORE),
    **dict.fromkeys(("no_longer_waiting", "no_longer_offered"), NO_MORE),
    **dict.fromkeys(("no_consent", "no_texts_here"), NO_TEXTS),
    **{str(code): label for code, label in Suppressed.choices},
}
# What is left open in a code, such as the name of what is gone.
FAMILIES: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"[a-z_]+_gone"), WENT),
    (re.compile(r"[a-z_]+_cancelled"), CHANGED),
    (re.compile(r"standing_[a-z_]+"), NOT_WITH_US),
    (re.compile(r"twilio_\d+"), _("The provider of texts refused it.")),
    (re.compile(r"Anymail\w+"), _("The mail provider refused it.")),
)


def sentence_for(code: str) -> Any:
    """Return why a message with this `failure` did not leave; nothing when only its code is known, or none."""
    return SENTENCES.get(code) or next((told for family, told in FAMILIES if family.fullmatch(code)), "")
