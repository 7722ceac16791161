"""Hidden people: their rows are seen by the one contact they named, and by nobody else who works here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import Refused
from core.privacy import registry, safety
from core.privacy.models import PrivacyChoices, SafetyCall

if TYPE_CHECKING:
    from django.db.models import Model

# Whoever presses "I feel unsafe" wants to be seen by all who are named there.
ALWAYS_SEEN: tuple[type[Model], ...] = (SafetyCall,)


def hidden_from(viewer: User) -> QuerySet[Any]:
    """Return the ids of the users whom `viewer` may not see."""
    hidden = PrivacyChoices.objects.filter(hidden_since__isnull=False)
    return hidden.exclude(Q(contact=viewer.pk) | Q(user=viewer.pk)).values("user_id")


def without_hidden(rows: Any, viewer: User) -> Any:
    """Return `rows`, of whatever model, without those of people who are hidden from `viewer`."""
    if rows.model in ALWAYS_SEEN:
        return rows
    for holding in registry.holdings_of(rows.model):
        path = "pk" if holding.path == "pk" else holding.path
        # `NOT IN` a subquery that is never null; a null path is nobody's row.
        rows = rows.filter(~Q(**{f"{path}__in": hidden_from(viewer)}))
    return rows


def not_hidden(path: str, viewer: User) -> Q:
    """Return the condition that the user at the end of `path` is not hidden from `viewer`."""
    return ~Q(**{f"{path}__in": hidden_from(viewer)})


@transaction.atomic
def hide(user: User, *, contact: User, at: datetime) -> None:
    """Hide `user` from everybody but `contact`, one of the named staff. Raises Refused for anybody else."""
    if contact.pk == user.pk or not safety.contacts().filter(pk=contact.pk).exists():
        raise Refused("no_contact", _("Choose one of the people named here."))
    for one in registry.selves_of(user):
        choices, _created = PrivacyChoices.objects.select_for_update().get_or_create(user=one)
        choices.hidden_since = choices.hidden_since or at
        choices.contact = contact
        choices.save(update_fields=["hidden_since", "contact"])


def show(user: User) -> None:
    """Let everybody who works with `user` see them again."""
    own = PrivacyChoices.objects.filter(user__in=registry.selves_of(user))
    own.update(hidden_since=None, contact=None)


def consent_to_be_named(user: User, *, consents: bool, at: datetime) -> None:
    """Keep that `user` may be named in public since `at`, or no longer. The first date stays while it holds."""
    with transaction.atomic():
        choices, _created = PrivacyChoices.objects.select_for_update().get_or_create(user=user)
        choices.named_since = (choices.named_since or at) if consents else None
        choices.save(update_fields=["named_since"])


def may_be_named(path: str = "") -> Q:
    """Return the condition that the user at the end of `path` agreed to be named, is not hidden and not erased.

    Whatever shows a name to donors or to the public filters by it: off without a row, so off by default.
    """
    prefix = f"{path}__" if path else ""
    return Q(
        **{
            f"{prefix}privacy__named_since__isnull": False,
            f"{prefix}privacy__hidden_since__isnull": True,
            f"{prefix}erased_at__isnull": True,
        }
    )
