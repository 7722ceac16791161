"""From an application to the first booked talk, and once a year again: vetting by staff (R11)."""

from collections.abc import Collection
from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from interviews.models import ConflictOfInterest, Interviewer


@transaction.atomic
def apply(
    user: User,
    *,
    about: str,
    accepts_confidentiality: bool,
    conflicts: str = "",
    at: datetime,
    **profile: object,
) -> Interviewer:
    """Keep a volunteer's application with their `profile`; applying again changes it.

    Raises Refused without confidentiality accepted, and to somebody whom we vetted already.
    """
    if not accepts_confidentiality:
        raise Refused(
            "confidentiality", _("What candidates tell you stays with us: please accept that first.")
        )
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    known = Interviewer.objects.filter(user=user).first()
    if known is not None and known.vetted_on is not None:
        raise Refused("vetted", _("You are an interviewer already."))
    if known is not None and not known.is_active:
        raise Refused(
            "turned_down", _("We have answered your application. Write to us if something has changed.")
        )
    applied = {"about": about, "applied_at": at, "confidentiality_accepted_at": at, **profile}
    made, _created = Interviewer.objects.update_or_create(user=user, defaults=applied)
    if conflicts.strip():
        declare(made, about=conflicts, actor=user, at=at)
    return made


@transaction.atomic
def vet(
    interviewer: Interviewer, *, shadowed_on: date | None = None, actor: User, at: datetime
) -> Interviewer:
    """Vet or, a year later, renew: from now on the interviewer can be booked, and has the role.

    Raises NotPermitted to anybody but program staff and about oneself, Refused without confidentiality accepted,
    without one shadowed talk, or while a declared conflict of interest is attached to nobody.
    """
    if not is_program_staff(actor) or interviewer.user_id == actor.pk:
        raise NotPermitted("not_permitted", _("Program staff vet interviewers, and nobody themselves."))
    locked: Interviewer = Interviewer.objects.select_for_update(of=("self",)).get(pk=interviewer.pk)
    today, shadowed = at.date(), shadowed_on or locked.shadowed_on
    if locked.confidentiality_accepted_at is None:
        raise Refused("confidentiality", _("They have not accepted confidentiality yet: ask them to apply."))
    if shadowed is None or shadowed > today:
        raise Refused(
            "no_shadowed_talk", _("One talk of somebody else's comes first: enter the day they shadowed it.")
        )
    if locked.conflicts.to_attach().exists():
        raise Refused("conflict_open", _("A conflict of interest that they named is attached to nobody yet."))
    was_new = locked.vetted_on is None
    locked.shadowed_on, locked.vetted_on, locked.is_active = shadowed, today, True
    locked.first_vetted_on = locked.first_vetted_on or today
    locked.save()
    locked.user.groups.add(Group.objects.get(name=Role.INTERVIEWER))
    User.objects.filter(pk=locked.user_id).update(is_staff=True)
    if was_new:
        enqueue("interviewer_vetted", locked.user, {}, key=f"interviewer_vetted:{locked.user.public_id}")
    return locked


@transaction.atomic
def turn_down(interviewer: Interviewer, *, actor: User, at: datetime) -> None:
    """Say no to an application: it waits for nobody any more. Staff write to the volunteer themselves."""
    if not is_program_staff(actor) or interviewer.user_id == actor.pk:
        raise NotPermitted("not_permitted", _("Program staff vet interviewers, and nobody themselves."))
    Interviewer.objects.filter(pk=interviewer.pk, vetted_on=None).update(is_active=False)


def declare(
    interviewer: Interviewer,
    *,
    actor: User,
    at: datetime,
    about: str = "",
    candidates: Collection[Candidate] = (),
) -> None:
    """Keep that the interviewer must not talk with these candidates, or with whom `about` means in their words."""
    for candidate in candidates:
        ConflictOfInterest.objects.get_or_create(
            interviewer=interviewer, candidate=candidate, defaults={"declared_by": actor, "declared_at": at}
        )
    if about.strip():
        ConflictOfInterest.objects.create(
            interviewer=interviewer, about=about.strip()[:300], declared_by=actor, declared_at=at
        )
