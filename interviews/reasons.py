"""Why somebody hears "not now" after a talk, in words for that person."""

from django.utils.translation import gettext_lazy as _

from candidates.not_now import Reason, register_reason
from interviews.enums import DeclineReason

OFFICES, DETAILS, MESSAGES = "offices:list", "candidates:details", "candidates:messages"

for _reason in (
    Reason(
        DeclineReason.FILING_CLOSED,
        _("Filing for the race that you had in mind has closed."),
        _("A race that can still be filed for, or the next election for this office."),
        _("Find a race that is still open"),
        _("What could I run for?"),
        OFFICES,
    ),
    Reason(
        DeclineReason.OUT_OF_SCOPE,
        _(
            "The office that you had in mind is not one that we work on: we help with local and state offices."
        ),
        _("An office in your town, county, school district or state legislature."),
        _("Find an office closer to home"),
        _("What could I run for?"),
        OFFICES,
    ),
    Reason(
        DeclineReason.AGE_RULE,
        _("On election day you would not be of the age that the office, or our program, asks for."),
        _("An election on whose day you are; some offices ask for another age."),
        _("See which offices ask for what age"),
        _("What could I run for?"),
        OFFICES,
    ),
    Reason(
        DeclineReason.OUTSIDE_DISTRICT,
        _("You do not live in the district of the office that you had in mind."),
        _(
            "An office where you live, or living there for as long as its rules ask. Moved? Change your ZIP code."
        ),
        _("Find an office where you live"),
        _("What could I run for?"),
        OFFICES,
    ),
    Reason(
        DeclineReason.RUNNING_LATER,
        _("You want to run later, and we put our volunteers’ time where an election is near."),
        _("An election that comes closer. Tell us the year when you know it."),
        _("Tell us when you might run"),
        _("Change my details"),
        DETAILS,
    ),
    Reason(
        DeclineReason.MISSED_TALKS,
        _("We could not reach you for the talks that were booked."),
        _("One talk that takes place. Check that your phone number and time zone are right."),
        _("Check your phone number and time zone"),
        _("Change my details"),
        DETAILS,
    ),
    Reason(
        DeclineReason.CONFLICT,
        _("Somebody close to your race works with us, or you work for another campaign in it."),
        _("An end to that tie, or another race. Write to us when it changes."),
        _("Read our message again"),
        _("My messages"),
        MESSAGES,
    ),
    Reason(
        DeclineReason.VALUES,
        _("What you stand for and what we stand for are too far apart for us to help you well."),
        _("A talk, if you think that we have misunderstood you: our message says with whom."),
        _("Read our message again"),
        _("My messages"),
        MESSAGES,
    ),
    Reason(
        DeclineReason.CONDUCT,
        _("Something happened that our code of conduct does not allow."),
        _("Our message says what it was. You can ask for a second look by somebody who was not involved."),
        _("Read our message again"),
        _("My messages"),
        MESSAGES,
    ),
):
    register_reason(_reason)
