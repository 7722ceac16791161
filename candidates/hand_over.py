"""Where we cannot help, somebody else may: an introduction to a partner organisation, only as the person agreed."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from candidates.ages import is_under
from candidates.consents import VERSIONS
from candidates.enums import ConsentKind, HandOverReason
from candidates.models import Candidate, ConsentWording, HandOver, Partner
from candidates.pipeline import by_staff
from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.lifecycle import NotPermitted, Refused
from core.spreadsheets import to_csv
from offices.enums import OUT_OF_SCOPE


def reasons_for(candidate: Candidate, *, now: datetime) -> list[HandOverReason]:
    """Return why we cannot help `candidate` all the way: R1, over the age limit; R3, a larger office. One query."""
    today = now.astimezone(ZoneInfo(candidate.user.time_zone)).date()
    reasons = []
    if not is_under(settings.PROGRAM_AGE_LIMIT, born=candidate.date_of_birth, on=today):
        reasons.append(HandOverReason.OVER_AGE)
    if candidate.interests.filter(office__level__in=OUT_OF_SCOPE).exists():
        reasons.append(HandOverReason.OUT_OF_SCOPE)
    return reasons


def partners_for(reasons: list[HandOverReason]) -> QuerySet[Partner]:
    return Partner.objects.filter(is_active=True, takes__in=reasons)


def words_for(partner: Partner) -> str:
    """Return what somebody agrees to."""
    return _("I agree that you pass on my name, my e-mail address and my state to %(partner)s, and why.") % {
        "partner": partner.name
    }


def agree(candidate: Candidate, partner: Partner, *, at: datetime) -> None:
    """Keep that `candidate` wishes to be introduced to `partner`, with the words. Raises Refused where none fits."""
    reasons = reasons_for(candidate, now=at)
    if partner.takes not in reasons or not partner.is_active:
        raise Refused("no_reason", _("This organisation is not among those that fit at the moment."))
    wording, _created = ConsentWording.objects.get_or_create(
        kind=ConsentKind.HAND_OVER,
        version=VERSIONS[ConsentKind.HAND_OVER],
        language=get_language() or "en",
        wording=words_for(partner),
    )
    try:
        with transaction.atomic():
            HandOver.objects.create(
                candidate=candidate, partner=partner, reason=partner.takes, wording=wording, consented_at=at
            )
    except IntegrityError:
        return


def take_back(candidate: Candidate, partner: Partner, *, at: datetime) -> None:
    """Undo the agreement. Raises Refused once it was passed on."""
    mine = HandOver.objects.filter(candidate=candidate, partner=partner, withdrawn_at=None)
    if not mine.filter(passed_on_at=None).update(withdrawn_at=at) and mine.exists():
        raise Refused("passed_on", _("We have passed this on already. Ask them to forget you."))


@transaction.atomic
def file_for_partner(chosen: QuerySet[HandOver], *, actor: User, at: datetime) -> str:
    """Return as CSV what each of `chosen` agreed to pass on, and note that `actor` has passed it on.

    Whoever took it back, is erased, or is `actor` is left out; what was passed on before is in it again. Raises
    NotPermitted to all but staff, Refused when the rows are of several partners or nobody is left.
    """
    if not is_program_staff(actor):
        raise NotPermitted("not_permitted", _("Only program staff pass this on, and not for themselves."))
    rows = HandOver.objects.filter(pk__in=chosen.values("pk"), withdrawn_at=None)
    rows = rows.filter(candidate__user__erased_at=None).exclude(candidate__user=actor)
    found = list(
        rows.select_related("candidate__user").select_for_update(of=("self",)).order_by("consented_at", "pk")
    )
    if not found:
        raise Refused("nobody", _("Nobody among them agrees at present."))
    if len({one.partner_id for one in found}) > 1:
        raise Refused("partners", _("Choose people of one partner organisation: each agreed to one only."))
    keys = [one.pk for one in found]
    HandOver.objects.waiting().filter(pk__in=keys).update(passed_on_at=at, passed_on_by=actor)
    heading = [_("first name"), _("last name"), _("e-mail address"), _("state"), _("reason")]
    return to_csv(heading, (_told_of(one) for one in found))


def _told_of(one: HandOver) -> list[Any]:
    """What the words of the consent name, and nothing else."""
    user = one.candidate.user
    return [user.first_name, user.last_name, user.email, one.candidate.state, one.get_reason_display()]


def note_passed_on(hand_over: HandOver, *, actor: User, at: datetime) -> None:
    """Note that `actor` has introduced the person. Raises NotPermitted to all but staff, Refused if taken back."""
    if not by_staff(actor, hand_over):
        raise NotPermitted("not_permitted", _("Only program staff pass this on, and not for themselves."))
    changed = HandOver.objects.waiting().filter(pk=hand_over.pk).update(passed_on_at=at, passed_on_by=actor)
    if not changed:
        raise Refused("settled", _("This was passed on or taken back already."))
