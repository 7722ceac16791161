"""This installation's thresholds (`PROGRAM_*`)."""

from django.conf import settings

from funding.eligibility import Policy


def current_policy() -> Policy:
    return Policy(
        age_limit=settings.PROGRAM_AGE_LIMIT,
        share=settings.PROGRAM_FUNDING_SHARE,
        wait_months=settings.PROGRAM_FUNDING_WAIT_MONTHS,
        plan_pass_mark=settings.PROGRAM_PLAN_PASS_MARK,
        plan_reviewers=settings.PROGRAM_PLAN_REVIEWERS,
        minimum_donors=settings.PROGRAM_MINIMUM_DONORS,
    )
