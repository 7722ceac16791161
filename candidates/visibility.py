"""Who may see which candidate. A higher app registers whom its own people were given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

from core.accounts.predicates import is_finance, is_program_staff

if TYPE_CHECKING:
    from core.accounts.models import User

Given = Callable[["User", str], Q | None]
_given: list[Given] = []


def register_given(function: Given) -> Given:
    """Register `(user, prefix) -> Q | None`: the candidates that a higher app gave to `user`.

    `prefix` is what leads from the queried model to the candidate, such as `candidate__`.
    """
    _given.append(function)
    return function


def candidates_visible_to(user: User, *, prefix: str = "") -> Q | None:
    """Return the condition on candidates that `user` may see, or None when that is everybody."""
    if is_program_staff(user) or is_finance(user):
        return None
    condition = Q(**{f"{prefix}user": user.pk})
    for function in _given:
        given = function(user, prefix)
        if given is not None:
            condition |= given
    return condition
