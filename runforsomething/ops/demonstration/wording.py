"""What people write in the demonstration."""

from decimal import Decimal

NOTE = "Go to the next meeting of the council. Write down three names. Call one of them."
EVIDENCE_URL, EVIDENCE_NOTE = "https://elections.example.org/list", "Page 3"
PLAN = (
    "Win number: from the turnout of the last two elections, with a margin. Voters: those who always vote, two "
    "visits each. Message: one street, one school, one date. Field: 300 doors a week with twelve people. Budget: "
    "priced, with a low case. Calendar: by week. Team: treasurer, field, friends. Fundraising: ninety named asks."
)
REGISTRATION = "none: the county clerk gives none to campaigns of this size"
ACCOUNT_SEEN = "A letter of the bank that names the holder of the account."
RULES_CHECKED = "The state commission’s page of contribution limits, read on the day of the payment."
IMPROVEMENT = "Date the first mailing, and say who knocks on which doors."
DECLINE_REPLY = "Not this time. Go to three meetings of the body you care about, and come back."
# The reason under which an application is declined.
APPLICATION_DECLINED = "plan_needs_work"


def use_of(amount: Decimal) -> list[dict[str, str]]:
    """Return what a campaign does with `amount` (dollars): two lines that add up to it."""
    postage = (amount / 2).quantize(Decimal("0.01"))
    return [
        {"what": "Postage and paper for two mailings", "amount": str(postage)},
        {"what": "Door hangers and the hall for volunteers", "amount": str(amount - postage)},
    ]
