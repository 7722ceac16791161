"""What a campaign that was paid owes: one report on the money, within thirty days of the election."""

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy
from core.lifecycle import Refused
from funding.models import CandidacyFunding, SpendingReport
from funding.own_spending import Group, feed_the_book


def due_on(candidacy: Candidacy) -> date:
    """Return the day by which the report is wanted."""
    return candidacy.race.election.date + SpendingReport.DUE_AFTER


def owes_report(candidacy: Candidacy, *, today: date) -> bool:
    """Whether the election is over, money was paid, and nothing was reported yet."""
    if today <= candidacy.race.election.date:
        return False
    paid = CandidacyFunding.objects.filter(candidacy=candidacy, paid__gt=0)
    return paid.exists() and not SpendingReport.objects.filter(candidacy=candidacy).exists()


@transaction.atomic
def hand_in_report(
    candidacy: Candidacy,
    *,
    spent: Decimal,
    used_for: str,
    today: date,
    at: datetime,
    campaign_spent: Decimal | None = None,
) -> SpendingReport:
    """Keep the report; `campaign_spent`, all that the campaign spent, goes on to the book of costs.

    Raises Refused before the election is over, without a payment, the second time, and for a campaign that spent less
    than it spent of our money.
    """
    funding = CandidacyFunding.objects.select_for_update().filter(candidacy=candidacy, paid__gt=0).first()
    if funding is None:
        raise Refused("nothing_paid", _("Nothing was paid for this race, so there is nothing to report."))
    if today <= candidacy.race.election.date:
        raise Refused("too_early", _("The report comes after the election."))
    if spent > funding.paid:
        raise Refused(
            "too_much",
            _("We paid $%(paid)s. Report only what you spent of it.") % {"paid": f"{funding.paid:,}"},
        )
    if campaign_spent is not None and campaign_spent < spent:
        raise Refused(
            "less_than_ours", _("The whole campaign cannot have spent less than it spent of our money.")
        )
    try:
        with transaction.atomic():
            report: SpendingReport = SpendingReport.objects.create(
                candidacy=candidacy,
                spent=spent,
                used_for=used_for,
                campaign_spent=campaign_spent,
                handed_in_at=at,
            )
    except IntegrityError as error:
        raise Refused("reported", _("You have handed in your report already.")) from error
    office, election = candidacy.race.office, candidacy.race.election
    if campaign_spent is not None:
        feed_the_book(Group(office.level, office.state, election.date.year), at=at)
    return report
