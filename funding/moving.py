"""Money moves with its race when two records are made one; here is what stands in the way."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from candidates.models import Candidate
from candidates.movers import Mover, register_mover, register_obstacle
from candidates.moving import clashing_candidacies
from funding.models import Award, Donation, FundingApplication, Payment, PlanReview, TreasurerInvitation

register_mover(Mover(Donation, "donor", of_user=True))
register_mover(Mover(TreasurerInvitation, "user", of_user=True))


@register_obstacle
def money_for_a_race_that_would_end(kept: Candidate, other: Candidate, now: datetime) -> Iterator[str]:
    for candidacy in clashing_candidacies(kept, other):
        if FundingApplication.objects.filter(candidacy=candidacy).exists():
            yield _("Both are in one race (%(race)s), and the planned one of the two asks for funding.") % {
                "race": candidacy.race
            }


@register_obstacle
def handled_the_others_money(kept: Candidate, other: Candidate, now: datetime) -> Iterator[str]:
    """Nobody acts on their own record, and a merge must not make it so."""
    for one, two in ((kept, other), (other, kept)):
        user = two.user_id
        awards = Award.objects.filter(application__candidacy__candidate=one)
        if (
            PlanReview.objects.filter(application__candidacy__candidate=one, reviewer=user).exists()
            or awards.filter(Q(requested_by=user) | Q(approved_by=user)).exists()
            or Payment.objects.filter(award__application__candidacy__candidate=one, paid_by=user).exists()
        ):
            yield _("One of the two has handled the other’s funding: they cannot be one person.")
