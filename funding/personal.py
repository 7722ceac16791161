"""What a campaign told us about its money. Awards, payments and the ledger stay: they are not the person's alone."""

from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.models import User
from core.privacy.registry import Fate, Identity, holds, impersonal, obstacle, sweep
from core.uploads.services import forget
from funding.enums import AwardStatus
from funding.models import ApplicationDocument, Award

OF_A_CAMPAIGN = "candidacy__candidate__user"
OF_AN_APPLICATION = "application__candidacy__candidate__user"

holds(
    "funding.Gift",
    OF_A_CAMPAIGN,
    Fate.BLANKS,
    title=_("Gifts to your campaign"),
    shows=("donor", "amount", "kind", "given_on", "documented_at", "refunded_on", "created_at"),
    # Each its own, so that two donors remain two.
    blanks={"donor": Concat(Value("erased "), Cast(F("pk"), CharField())), "line_item": ""},
)
holds(
    "funding.TreasurerInvitation",
    "user",
    Fate.DELETES,
    title=_("Campaigns that named you as treasurer"),
    shows=("invited_at", "accepted_at", "ended_at"),
)
holds(
    "funding.TreasurerInvitation",
    OF_AN_APPLICATION,
    Fate.DELETES,
    title=_("Whom you named as treasurer"),
    shows=("invited_at", "accepted_at", "ended_at"),
)
holds(
    "funding.ApplicationDocument",
    OF_AN_APPLICATION,
    Fate.KEEPS,
    title=_("Documents of your applications"),
    shows=("kind",),
    keeps=("kind",),
)
holds(
    "funding.ApplicationRevision",
    OF_AN_APPLICATION,
    Fate.BLANKS,
    title=_("Copies of what you handed in"),
    shows=("number", "handed_in_at", "content"),
    blanks={"content": {}},
)
holds(
    "funding.PlanReview",
    OF_AN_APPLICATION,
    Fate.BLANKS,
    title=_("How your plan could be better"),
    shows=("reviewed_at", "improvement", "improvements"),
    blanks={"improvement": "", "improvements": {}},
)
holds(
    "funding.FundingApplication",
    OF_A_CAMPAIGN,
    Fate.BLANKS,
    title=_("Your applications for funding"),
    shows=(
        "status",
        "committee_name",
        "committee_registration",
        "treasurer_name",
        "plan",
        "win_number",
        "use_of_money",
        "declarations",
        "wanted",
        "requested",
        "average_cost",
        "created_at",
        "submitted_at",
    ),
    blanks={
        "committee_name": "",
        "committee_registration": "",
        "treasurer_name": "",
        "plan": "",
        "use_of_money": [],
        "wanted": "",
    },
    keeps=("frozen_facts", "declarations"),
)
holds(
    "funding.AccountCheck",
    OF_AN_APPLICATION,
    Fate.BLANKS,
    title=_("Checks of your committee’s account"),
    shows=("committee_name", "registration", "account_holder", "seen", "belongs", "checked_at"),
    blanks={"committee_name": "", "registration": "", "account_holder": "", "seen": ""},
)
holds(
    "funding.SpendingReport",
    OF_A_CAMPAIGN,
    Fate.BLANKS,
    title=_("Your reports on the money"),
    shows=("spent", "used_for", "campaign_spent", "handed_in_at"),
    blanks={"used_for": ""},
)
holds(
    "funding.EligibilityVerdict",
    OF_A_CAMPAIGN,
    Fate.KEEPS,
    title=_("Whether you could apply"),
    shows=("as_of", "verdict", "outcomes", "opens_on", "cap"),
    keeps=("verdict", "outcomes", "facts"),
)
holds(
    "funding.CandidacyChecks",
    OF_A_CAMPAIGN,
    Fate.DELETES,
    title=_("Checks before funding"),
    shows=("background_passed", "interview_held", "noted_at"),
)
holds(
    "funding.EligibilityDue",
    OF_A_CAMPAIGN,
    Fate.DELETES,
)
holds(
    "funding.CandidacyFunding",
    OF_A_CAMPAIGN,
    Fate.KEEPS,
    title=_("What your campaign may have"),
    shows=("cap", "awarded", "paid"),
)
holds(
    "funding.Award",
    OF_AN_APPLICATION,
    Fate.KEEPS,
    title=_("Awards to your campaign"),
    shows=("amount", "instalments", "paid", "status", "requested_at", "approved_at"),
    keeps=("instalments",),
)
holds(
    "funding.Payment",
    f"award__{OF_AN_APPLICATION}",
    Fate.KEEPS,
    title=_("Payments to your campaign"),
    shows=("amount", "method", "reference", "status", "paid_at"),
    keeps=("reference", "rules_checked"),
)
holds(
    "funding.Donation",
    "donor",
    Fate.KEEPS,
    title=_("What you gave us"),
    shows=("amount", "received_on", "recorded_at", "reversed_at"),
)
impersonal(
    "keys, amounts, and what is public",
    "funding.ContributionLimit",
    "funding.CostsChanged",
    "funding.FundingPolicy",
    "funding.LedgerLine",
    "funding.LedgerTransaction",
    "funding.LegalEntity",
    "funding.PaymentTransition",
    "funding.Programme",
    "funding.RulesSeen",
)


@sweep
def documents(who: Identity) -> None:
    """Files about the campaign that the treasurer handed in go with it; the own ones go with `core.uploads`."""
    theirs = ApplicationDocument.objects.filter(application__candidacy__candidate__user=who.user_id)
    for document in theirs.filter(upload__erased_at__isnull=True).select_related("upload"):
        forget(document.upload, at=clock.now())


@obstacle
def money_is_under_way(user: User) -> Any:
    """An award that is asked for or not wholly paid out: the payer needs to know to whom."""
    awards = Award.objects.filter(**{OF_AN_APPLICATION: user})
    waiting = awards.filter(status=AwardStatus.REQUESTED) | awards.filter(
        status=AwardStatus.APPROVED, paid__lt=F("amount")
    )
    if waiting.exists():
        return _(
            "A payment to your campaign is under way. Once it has arrived, or the award is withdrawn, we erase you."
        )
    return ""
