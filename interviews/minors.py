"""Whoever is not of age comes to group calls only: no grown-up talks with a minor alone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.ages import talks_open_on
from candidates.models import Candidate
from core.lifecycle import Refused


def opens_for(candidate: Candidate, *, at: datetime) -> date | None:
    """Return the day from which `candidate` may have a one-on-one, or None if that is so at `at` already.

    The day is that of the candidate's own zone.
    """
    opens_on = talks_open_on(born=candidate.date_of_birth)
    return opens_on if at.astimezone(ZoneInfo(candidate.user.time_zone)).date() < opens_on else None


def refuse_a_minor(candidate: Candidate, *, at: datetime) -> None:
    """Raise Refused, with the day from which it opens, if `candidate` is too young for a one-on-one at `at`."""
    opens_on = opens_for(candidate, at=at)
    if opens_on is not None:
        raise Refused(
            "minor",
            _("One-on-one talks are for adults: this one opens on %(day)s. Group calls are open until then.")
            % {"day": date_format(opens_on)},
        )
