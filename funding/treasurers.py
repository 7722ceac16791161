"""The treasurer as co-applicant: invited by the candidate, writing at one application, never handing it in."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from funding.enums import WRITABLE
from funding.models import FundingApplication, TreasurerInvitation

# So that nobody mails strangers through us.
MOST_INVITATIONS = 5


@transaction.atomic
def invite_treasurer(
    application: FundingApplication, email: str, *, actor: User, at: datetime
) -> TreasurerInvitation:
    """Invite whoever has that address; somebody invited or accepted before makes room. Raises Refused.

    Whoever has no account yet gets one, without any role, and signs in by the code that is mailed there.
    """
    locked = FundingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    candidate = locked.candidacy.candidate.user
    if actor.pk != candidate.pk:
        raise NotPermitted("not_permitted", _("Only the candidate names the treasurer."))
    if locked.status not in WRITABLE:
        raise Refused("handed_in", _("This application has been handed in; it can no longer be changed."))
    address = email.strip().lower()
    if address == candidate.email:
        raise Refused("yourself", _("That is your own address. The treasurer is somebody else."))
    if locked.treasurers.count() >= MOST_INVITATIONS:
        raise Refused("too_many", _("You have invited five people already. Please write to us."))
    user = User.objects.filter(email__iexact=address).first() or User.objects.create_user(
        address, language=candidate.language, time_zone=candidate.time_zone
    )
    locked.treasurers.filter(ended_at__isnull=True).update(ended_at=at)
    made: TreasurerInvitation = locked.treasurers.create(user=user, invited_at=at)
    enqueue(
        "treasurer_invited",
        user,
        {"application": str(locked.public_id)},
        key=f"treasurer_invited:{locked.public_id}:{made.pk}",
    )
    return made


def treasurer_of(application: FundingApplication) -> TreasurerInvitation | None:
    """Return the invitation that is open or accepted, with its person."""
    live = application.treasurers.filter(ended_at__isnull=True)
    return live.select_related("user").first()


def accept(application: FundingApplication, *, actor: User, at: datetime) -> None:
    """Become co-applicant. Raises Refused unless one is invited, or when the candidate has named another since."""
    open_ones = TreasurerInvitation.objects.filter(
        application=application, user=actor, ended_at__isnull=True, accepted_at__isnull=True
    )
    if not open_ones.update(accepted_at=at):
        raise Refused("not_invited", _("This invitation is not open any more."))


def end(application: FundingApplication, *, actor: User, at: datetime) -> None:
    """End the treasurer's part, by the candidate or by the treasurer."""
    live = TreasurerInvitation.objects.filter(application=application, ended_at__isnull=True)
    if actor.pk != application.candidacy.candidate.user_id:
        live = live.filter(user=actor)
    if not live.update(ended_at=at):
        raise Refused("not_invited", _("There is no treasurer to part with."))
