"""Somebody is found by their mail or name."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from core.accounts.models import User
from core.privacy.hiding import without_hidden

MOST = 50


def found_by(text: str, viewer: User) -> list[User]:
    """Return up to fifty people whose address begins with `text`, or whose names begin with its words.

    By index, however many people there are; nobody who hides from `viewer`.
    """
    words = text.split()
    people = without_hidden(User.objects.filter(erased_at=None), viewer).order_by("pk")
    if not words:
        return []
    if "@" in text:
        return list(people.filter(email__startswith=words[0].lower())[:MOST])
    if len(words) == 1:
        (word,) = words
        first = people.filter(first_name__istartswith=word)[:MOST]
        last = people.filter(last_name__istartswith=word)[:MOST]
        mail = people.filter(email__startswith=word.lower())[:MOST]
        return list({person.pk: person for person in [*last, *first, *mail]}.values())[:MOST]
    named = people.filter(last_name__istartswith=words[-1], first_name__istartswith=words[0])
    return list(named[:MOST])


def person_called(public_id: str, viewer: User) -> User | None:
    """Return the one person with this id, unless they hide from `viewer`."""
    try:
        key = UUID(public_id)
    except ValueError:
        return None
    found: User | None = without_hidden(User.objects.filter(public_id=key, erased_at=None), viewer).first()
    return found


def by_key(keys: Collection[int], viewer: User) -> dict[int, User]:
    """Return the users with these keys, but for those who hide from `viewer`. One query."""
    found = without_hidden(User.objects.filter(pk__in=keys), viewer)
    return {person.pk: person for person in found}
