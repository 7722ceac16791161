"""Sessions as they stand in people's calendars."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.scheduling.entries import Entry, register_entries
from mentorship.models import MentorSession


def session_entry(session: MentorSession, person: User) -> Entry:
    """Return the entry of a session for `person`, one of the two; both are read along."""
    other: User = session.other_than(person)  # type: ignore[assignment]
    page = settings.ORG_SITE_URL + reverse("mentorship:session", args=[session.public_id])
    about = [_("About: %(about)s") % {"about": session.about}] if session.about else []
    return Entry(
        uid=session.public_id,
        title=_("Mentor session with %(name)s") % {"name": other.first_name or _("somebody")},
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        zone=person.time_zone,
        sequence=session.sequence,
        url=page,
        text="\n".join([*about, _("Move it or call it off: %(page)s") % {"page": page}]),
        is_off=session.cancelled_at is not None,
    )


@register_entries
def sessions_of(person: User, since: datetime, until: datetime) -> Iterator[Entry]:
    """Those that were not called off. One query."""
    theirs = Q(mentorship__mentor__user=person) | Q(mentorship__candidate__user=person)
    found = MentorSession.objects.filter(
        theirs, cancelled_at__isnull=True, starts_at__gte=since, starts_at__lt=until
    )
    for session in found.select_related("mentorship__mentor__user", "mentorship__candidate__user"):
        yield session_entry(session, person)
