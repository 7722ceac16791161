"""Small predicates that permissions are combined from. `roles_of` is read once per request and user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from core.accounts.roles import Role

if TYPE_CHECKING:
    from core.accounts.models import User


def roles_of(user: User) -> frozenset[str]:
    """Return the names of the roles that `user` holds."""
    cached: frozenset[str] | None = getattr(user, "_roles", None)
    if cached is None:
        cached = frozenset(user.groups.values_list("name", flat=True))
        user._roles = cached  # type: ignore[attr-defined]
    return cached


def has_role(*roles: str) -> rules.Predicate:
    """Return a predicate that is true of an active user who holds one of `roles`."""

    def holds_role(user: Any) -> bool:
        return bool(user and user.is_authenticated and user.is_active and roles_of(user) & set(roles))

    return rules.Predicate(holds_role, name="has_role:" + "|".join(roles))


is_program_staff = has_role(Role.PROGRAM_STAFF)
is_interviewer = has_role(Role.INTERVIEWER)
is_mentor = has_role(Role.MENTOR)
is_plan_reviewer = has_role(Role.PLAN_REVIEWER)
is_researcher = has_role(Role.RESEARCHER)
is_finance = has_role(Role.FINANCE)
is_donor = has_role(Role.DONOR)


@rules.predicate
def is_system(user: Any) -> bool:
    """True of our own workers, which act without a user."""
    return user is None
