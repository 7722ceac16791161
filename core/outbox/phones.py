"""Whether, and where, somebody who agreed to texts is texted. The app that knows people's numbers registers how."""

from collections.abc import Callable, Collection

from django.conf import settings

# User ids -> the number, as E.164, of each of them who agreed to be texted and has one.
Phones = Callable[[Collection[int]], dict[int, str]]
_phones: list[Phones] = []


def texts_offered() -> bool:
    """Return whether this installation has somebody who carries texts."""
    return bool(settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN and settings.TWILIO_FROM)


def register_phones(function: Phones) -> Phones:
    _phones.append(function)
    return function


def phones_of(user_ids: Collection[int]) -> dict[int, str]:
    """Return the number, as E.164, of each of the users who may be texted now."""
    found: dict[int, str] = {}
    for function in _phones:
        found |= function(user_ids)
    return found
