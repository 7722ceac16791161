"""“I feel unsafe”: one press reaches the named staff at once, and stays urgent until one of them has answered."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.privacy.models import SafetyCall, SafetyOutcome

# The default of ORG_HOTLINES, marked for the catalogue; an organisation's own text is shown as it is.
HOTLINES = _(
    "In danger now? Call 911. To talk at any hour: call or text 988 (crisis line), or call 1-800-799-7233 "
    "(domestic violence hotline)."
)

# Each app says how it knows that a person can be reached.
Reach = Callable[[User], str]
_ways: list[Reach] = []


def register_way(function: Reach) -> Reach:
    """Register `user -> phone number or the like`, empty when it is not known."""
    _ways.append(function)
    return function


def ways_to_reach(user: User) -> list[str]:
    """Return by what `user` can be reached, the fastest first."""
    return [found for function in _ways if (found := function(user))] + [user.email]


def contacts() -> QuerySet[User]:
    """Return the named staff (ORG_SAFETY_CONTACTS) who still work here; with nobody named, all program staff."""
    staff = User.objects.filter(is_active=True, groups__name=Role.PROGRAM_STAFF).order_by("first_name", "pk")
    named = staff.filter(email__in=[address.lower() for address in settings.ORG_SAFETY_CONTACTS])
    return named if settings.ORG_SAFETY_CONTACTS and named.exists() else staff


def is_contact(user: User) -> bool:
    """Whether `user` is one of them; asks the database only where somebody else is named."""
    if not is_program_staff(user):
        return False
    named = settings.ORG_SAFETY_CONTACTS
    return not named or user.email.lower() in named or contacts().filter(pk=user.pk).exists()


def open_call_of(user: User) -> SafetyCall | None:
    return SafetyCall.objects.filter(user=user, answered_at__isnull=True).first()


@transaction.atomic
def press(user: User, *, at: datetime) -> SafetyCall:
    """Keep that `user` feels unsafe and write to every contact; while a call is open, that call."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    call = open_call_of(user)
    if call is None:
        call = SafetyCall.objects.create(user=user, pressed_at=at)
        for contact in contacts().exclude(pk=user.pk):
            enqueue(
                "safety_call",
                contact,
                {"call": str(call.public_id)},
                key=f"safety_call:{call.public_id}:{contact.public_id}",
            )
    return call


def take_back(user: User, *, at: datetime) -> None:
    """It was a mistake: nobody needs to call."""
    SafetyCall.objects.filter(user=user, answered_at__isnull=True).update(
        answered_at=at, answered_by=user, outcome=SafetyOutcome.MISTAKE
    )


def answer(call: SafetyCall, *, outcome: str, actor: User, at: datetime) -> None:
    """Note what came of it. Raises NotPermitted for anybody but the contacts, Refused when it was answered before."""
    if not is_contact(actor) or call.user_id == actor.pk:
        raise NotPermitted("not_permitted", _("Only the named contacts answer calls for help."))
    answered = SafetyCall.objects.filter(pk=call.pk, answered_at__isnull=True).update(
        answered_at=at, answered_by=actor, outcome=outcome
    )
    if not answered:
        raise Refused("answered", _("Somebody else has answered this call already."))
