"""A ballot date that was checked and turned out wrong: corrected by a row of its own, never overwritten unseen."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import CandidacyStatus
from candidates.models import BallotCorrection, Candidacy
from candidates.pipeline import by_staff
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused, Stale
from core.outbox.services import enqueue

CHECKED = (CandidacyStatus.ON_BALLOT, CandidacyStatus.ELECTED, CandidacyStatus.NOT_ELECTED)


@transaction.atomic
def correct_ballot_date(
    candidacy: Candidacy,
    ballot_date: date,
    *,
    reason: str,
    actor: User,
    at: datetime,
    seen: date | None = None,
) -> BallotCorrection:
    """Put the right ballot date in the place of a wrong one, with the reason; the candidate hears of it.

    `seen` is the date that the actor saw as the present one. Raises NotPermitted for anybody but program staff and
    for one's own race, Stale when somebody else corrected it meanwhile, Refused for a date to come, for the date that
    it has, and before anything was checked.
    """
    if not by_staff(actor, candidacy):
        raise NotPermitted("not_permitted", _("Only program staff correct this, and not for themselves."))
    locked = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    if locked.status not in CHECKED or locked.ballot_date is None:
        raise Refused("not_checked", _("This race has no checked ballot date to be corrected."))
    if seen is not None and seen != locked.ballot_date:
        raise Stale("stale", _("Somebody else has corrected this date meanwhile. Look at it again."))
    if ballot_date > at.date():
        raise Refused("future", _("The ballot date lies in the future: the list cannot show it yet."))
    if ballot_date == locked.ballot_date:
        raise Refused("same", _("This is the date that we have already."))
    correction: BallotCorrection = BallotCorrection.objects.create(
        candidacy=locked,
        was=locked.ballot_date,
        ballot_date=ballot_date,
        reason=reason,
        corrected_by=actor,
        corrected_at=at,
    )
    locked.ballot_date = candidacy.ballot_date = ballot_date
    locked.save(update_fields=["ballot_date"])
    enqueue(
        "ballot_corrected",
        locked.candidate.user,
        {"candidacy": str(locked.public_id)},
        key=f"ballot_corrected:{locked.public_id}:{correction.pk}",
    )
    return correction
