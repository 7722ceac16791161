from django.db import models
from django.utils.translation import gettext_lazy as _


class RegistrationStatus(models.TextChoices):
    """`offered`: a seat is held for somebody who waited, until the offer expires."""

    CONFIRMED = "confirmed", _("confirmed")
    WAITLISTED = "waitlisted", _("on the waiting list")
    OFFERED = "offered", _("a seat is offered")
    CANCELLED = "cancelled", _("cancelled")


LIVE = (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED, RegistrationStatus.OFFERED)
# Each takes one of the seats.
SEATED = (RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED)


class NotedBy(models.TextChoices):
    """How we know whether somebody came to a call."""

    JOIN_LINK = "join_link", _("their own link to join")
    CODE = "code", _("the code shown at the end")
    HOST = "host", _("the host")
    FILE = "file", _("the meeting's list of who was there")


class Need(models.TextChoices):
    CAPTIONS = "captions", _("captions")
    INTERPRETER = "interpreter", _("an interpreter")


class InterviewStatus(models.TextChoices):
    """Who did not come is no cancellation, and each side is a state of its own."""

    BOOKED = "booked", _("booked")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")
    MISSED = "missed", _("the candidate did not come")
    LEFT_WAITING = "left_waiting", _("the interviewer did not come")


# The talk did not take place; another one can be booked.
NO_SHOWS = (InterviewStatus.MISSED, InterviewStatus.LEFT_WAITING)
OFF = (InterviewStatus.CANCELLED, *NO_SHOWS)


class Channel(models.TextChoices):
    VIDEO = "video", _("video")
    PHONE = "phone", _("phone")


class Because(models.TextChoices):
    """Why a talk went to this interviewer."""

    FEWEST_TALKS = "fewest_talks", _("fewest recent talks for their weekly hours")
    KNOWS_STATE = "knows_state", _("knows the state")
    KNOWS_LEVEL = "knows_level", _("knows this kind of office")
    SPEAKS_LANGUAGE = "speaks_language", _("speaks the language asked for")
    ONLY_ONE_FREE = "only_one_free", _("the only one free then")
    MET_A_RIVAL = "met_a_rival", _("has talked with a rival: please note")
    SUBSTITUTE = "substitute", _("stepped in for a colleague")


class Recommendation(models.TextChoices):
    ADVANCE = "advance", _("advance")
    HOLD = "hold", _("not yet")
    REFER = "refer", _("refer elsewhere")
    DECLINE = "decline", _("not now")


class Outcome(models.TextChoices):
    ADVANCE = "advance", _("Advance: yes, let's go")
    HOLD = "hold", _("Not yet: we talk again")
    DECLINE = "decline", _("Not now: with the reason and a date to come back")


class DeclineReason(models.TextChoices):
    FILING_CLOSED = "filing_closed", _("filing has closed")
    OUT_OF_SCOPE = "out_of_scope", _("the office is out of our scope")
    AGE_RULE = "age_rule", _("the age rule")
    OUTSIDE_DISTRICT = "outside_district", _("lives outside the district")
    RUNNING_LATER = "running_later", _("runs later")
    MISSED_TALKS = "missed_talks", _("missed talks")
    CONFLICT = "conflict", _("conflict of interest")
    VALUES = "values", _("values")
    CONDUCT = "conduct", _("conduct")


TOP_RATING = 4


class Flag(models.TextChoices):
    """What is not rated and must not be missed."""

    SAFETY = "safety", _("somebody’s safety")
    CONFLICT = "conflict", _("a conflict of interest")
    ELIGIBILITY = "eligibility", _("may not be eligible")
    DEADLINE = "deadline", _("urgent deadline")
    WOULD_HELP = "would_help", _("would rather help than run")


class Criterion(models.TextChoices):
    """The six anchored ratings of a talk, 0 to 4. Charm, accent, looks, schooling and wealth are not rated."""

    REASON = "reason", _("Reason")
    ROOTS = "roots", _("Roots")
    GRASP = "grasp", _("Grasp of the race")
    TIME = "time", _("Time and support")
    ASKING = "asking", _("Willing to ask")
    LEARNING = "learning", _("Learning and follow-through")


# What 0, 2 and 4 mean; 1 and 3 lie between.
ANCHORS = {
    Criterion.REASON: (
        _("none, or only against someone"),
        _("a cause, not tied to the office"),
        _("a local problem this office can change"),
    ),
    Criterion.ROOTS: (_("no ties"), _("lives there, few ties"), _("leads or serves; names helpers")),
    Criterion.GRASP: (_("cannot say what it does"), _("duties, not dates"), _("duties, dates, filing steps")),
    Criterion.TIME: (
        _("no hours, home unaware"),
        _("some hours, open obstacles"),
        _("weekly hours; work and family agreed"),
    ),
    Criterion.ASKING: (_("refuses"), _("with coaching"), _("has asked for help, votes or money")),
    Criterion.LEARNING: (_("dismisses advice"), _("agrees vaguely"), _("names a gap, sets a dated step")),
}
