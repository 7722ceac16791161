from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("more information wanted")
    AWARDED = "awarded", _("awarded")
    DECLINED = "declined", _("not now")


# What the applicant can go on writing at.
WRITABLE = (ApplicationStatus.DRAFT, ApplicationStatus.RETURNED)
OPEN = (*WRITABLE, ApplicationStatus.SUBMITTED)


class AwardStatus(models.TextChoices):
    REQUESTED = "requested", _("requested")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")
    ENDED = "ended", _("ended early")


class PaymentStatus(models.TextChoices):
    PAID = "paid", _("paid")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
    RETURNED = "returned", _("returned")


# Money that never arrived, beside what was sent back to us.
NEVER_ARRIVED = (PaymentStatus.FAILED, PaymentStatus.CANCELLED)


class GiftKind(models.TextChoices):
    GIFT = "gift", _("a gift")
    OWN_MONEY = "own_money", _("own money")
    LOAN = "loan", _("a loan")
    OUR_GRANT = "our_grant", _("our own grant")


class PaymentMethod(models.TextChoices):
    TRANSFER = "transfer", _("bank transfer")
    CHECK = "check", _("check")


class Account(models.TextChoices):
    """The ledger's accounts."""

    CASH = "cash", _("cash")
    DONATIONS = "donations", _("donations received")
    GRANTS = "grants", _("grants awarded")
    PAYABLE = "payable", _("grants to be paid")


class LedgerEvent(models.TextChoices):
    DONATION = "donation", _("donation received")
    AWARD = "award", _("award approved")
    PAYMENT = "payment", _("payment made")
    DONATION_BACK = "donation_back", _("donation reversed")
    PAYMENT_BACK = "payment_back", _("payment reversed")
    AWARD_ENDED = "award_ended", _("rest of an award released")


class Declaration(models.TextChoices):
    """What an applicant declares, each by itself."""

    TRUE = "true", _("Everything in this application is true, and I say so when it changes.")
    COMMITTEE = "committee", _("The money goes to the committee’s account, never to a person.")
    LIMITS = "limits", _("The committee keeps to the contribution limits and source rules of our state.")
    REPORT = "report", _("After the election we report what the money did, whether we win or lose.")


class DocumentKind(models.TextChoices):
    RECEIPT = "receipt", _("a receipt, or several")
    REGISTRATION = "registration", _("the committee’s registration")
    BUDGET = "budget", _("a budget")
    OTHER = "other", _("something else")


class PlanSection(models.TextChoices):
    """The rubric of the campaign plan; each rating is 0 to 4."""

    WIN_NUMBER = "win_number", _("Win number")
    VOTERS = "voters", _("Voters")
    MESSAGE = "message", _("Message")
    FIELD = "field", _("Field")
    BUDGET = "budget", _("Budget")
    CALENDAR = "calendar", _("Calendar")
    TEAM = "team", _("Team")
    FUNDRAISING = "fundraising", _("Fundraising")


# They sum to 25, so that four in everything makes 100.
WEIGHTS = {
    PlanSection.WIN_NUMBER: 3,
    PlanSection.VOTERS: 3,
    PlanSection.MESSAGE: 3,
    PlanSection.FIELD: 5,
    PlanSection.BUDGET: 4,
    PlanSection.CALENDAR: 2,
    PlanSection.TEAM: 2,
    PlanSection.FUNDRAISING: 3,
}

# Two scores of a plan that are further apart than this are settled by one more reviewer.
FAR_APART = 20

# What 0, 2 and 4 mean; 1 and 3 lie between.
PLAN_ANCHORS = {
    PlanSection.WIN_NUMBER: (_("none"), _("stated"), _("derived from cited turnout, with margin")),
    PlanSection.VOTERS: (_("everybody"), _("groups"), _("counted groups, how each is reached")),
    PlanSection.MESSAGE: (_("slogan"), _("issues"), _("problem, action, why me; tested locally")),
    PlanSection.FIELD: (_("none"), _("tactics"), _("weekly contacts × people reach the win number")),
    PlanSection.BUDGET: (_("none or wrong sum"), _("adds up"), _("priced, dated, low and high case")),
    PlanSection.CALENDAR: (_("none"), _("main dates"), _("weekly, with filing and report dates")),
    PlanSection.TEAM: (_("alone"), _("names"), _("roles, hours, treasurer agreed")),
    PlanSection.FUNDRAISING: (_("hope"), _("target"), _("named asks, dates, raised so far")),
}
