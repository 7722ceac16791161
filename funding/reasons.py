"""Why an application for funding hears "not now", in words for the applicant."""

from django.utils.translation import gettext_lazy as _

from candidates.not_now import Reason, register_reason

HOME = "funding:home"

REASONS = (
    Reason(
        "plan_needs_work",
        _("Your campaign plan needs more work."),
        _("A plan that passes with two reviewers; they wrote what to improve. You can hand in another one."),
        _("Go on with your plan"),
        _("See my races"),
        HOME,
    ),
    Reason(
        "threshold_not_reached",
        _("What you have raised, with receipts, does not reach the threshold yet."),
        _("More documented gifts, from at least two donors."),
        _("Note your gifts"),
        _("See my races"),
        HOME,
    ),
    Reason(
        "cost_unknown",
        _("Nobody knows yet what this race costs, and our awards are a share of that."),
        _("A figure with its source: a past candidate’s report is enough. We are looking, too."),
        _("See what we are looking for"),
        _("See my races"),
        HOME,
    ),
    Reason(
        "budget_spent",
        _("The money for this round is spent."),
        _("The next round of the fund. Your application is kept."),
        _("See my application"),
        _("See my races"),
        HOME,
    ),
)
for _reason in REASONS:
    register_reason(_reason)
