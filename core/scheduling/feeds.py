"""A person's private calendar address: made by them, shown to them, and dead as soon as they make another."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from core.accounts.models import User
from core.scheduling.entries import entries_of
from core.scheduling.ical import feed
from core.scheduling.models import CalendarFeed

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
# How exactly it is noted when a calendar program last looked.
NOTED_EVERY = timedelta(hours=1)


def feed_of(person: User) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(person=person).first()


def make(person: User, *, now: datetime) -> CalendarFeed:
    """Give `person` an address, in the place of the one they had, which leads nowhere from then on."""
    fresh = {"nonce": uuid.uuid4(), "made_at": now, "read_at": None}
    made, _created = CalendarFeed.objects.update_or_create(person=person, defaults=fresh)
    return made


def turn_off(person: User) -> None:
    CalendarFeed.objects.filter(person=person).delete()


def address_of(held: CalendarFeed) -> str:
    """Return the whole address. It cannot be made out of what the database holds."""
    token = _signer().sign(held.nonce.hex)
    return str(settings.ORG_SITE_URL + reverse("scheduling:feed", args=[token]))


def person_of(token: str) -> User | None:
    """Return whose calendar `token` opens, or None for one that was never made, was replaced, or is of nobody here."""
    try:
        nonce = UUID(hex=_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    found = CalendarFeed.objects.filter(nonce=nonce, person__is_active=True).select_related("person").first()
    return found.person if found else None


def written_for(person: User, *, now: datetime) -> str:
    """Return the feed of `person`, in their language; note that a calendar program has looked."""
    with translation.override(person.language):
        entries = entries_of(person, now - BACK, now + AHEAD)
        text = feed(entries, name=settings.ORG_NAME, at=now)
    stale = Q(read_at__isnull=True) | Q(read_at__lte=now - NOTED_EVERY)
    CalendarFeed.objects.filter(stale, person=person).update(read_at=now)
    return text


def _signer() -> signing.Signer:
    return signing.Signer(salt="scheduling.feed", sep=".")
