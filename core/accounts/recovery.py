"""Somebody has lost every second factor and every recovery code: two of our staff make sure who they are."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import SecondFactorReset, User
from core.accounts.predicates import is_program_staff
from core.accounts.sessions import end_sessions_of
from core.lifecycle import Refused


@transaction.atomic
def reset_second_factor(user: User, *, asked_by: User, checked_by: User, reason: str) -> SecondFactorReset:
    """Take away every second factor of `user`, end their sessions and tell them by mail; they set one up anew.

    `asked_by` spoke with the person, `checked_by` called them back on a number that we had before; docs/security/
    recovery.md says how. Raises Refused unless these are three people and both are program staff.
    """
    if len({user.pk, asked_by.pk, checked_by.pk}) < 3:
        raise Refused("three_people", _("This takes three people: the person, who asks, and who checks."))
    if not (is_program_staff(asked_by) and is_program_staff(checked_by)):
        raise Refused("not_staff", _("Who asks and who checks must both be program staff."))
    if reason not in SecondFactorReset.Reason.values:
        raise Refused("no_reason", _("Say why, in one of the words that there are."))
    Authenticator.objects.filter(user=user).delete()
    end_sessions_of(user)
    get_adapter().send_mail("account/email/second_factor_reset", user.email, {})
    return SecondFactorReset.objects.create(
        user=user, asked_by=asked_by, checked_by=checked_by, reason=reason, recorded_at=clock.now()
    )
