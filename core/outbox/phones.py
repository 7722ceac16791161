"""Where somebody who agreed to texts is texted. The app that knows people's numbers registers how to find them."""

from collections.abc import Callable, Collection

# User ids -> the number, as E.164, of each of them who agreed to be texted and has one.
Phones = Callable[[Collection[int]], dict[int, str]]
_phones: list[Phones] = []


def register_phones(function: Phones) -> Phones:
    _phones.append(function)
    return function


def phones_of(user_ids: Collection[int]) -> dict[int, str]:
    """Return the number, as E.164, of each of the users who may be texted now."""
    found: dict[int, str] = {}
    for function in _phones:
        found |= function(user_ids)
    return found
