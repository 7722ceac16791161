"""The organisation and its programme: every name, address and threshold that another organisation would change."""

from decimal import Decimal

import environ

_env = environ.Env()

ORG_NAME = _env("ORG_NAME", default="Run for Something")
ORG_PARTY = _env("ORG_PARTY", default="Democratic")
ORG_ACCENT = _env("ORG_ACCENT", default="#4338ca")
ORG_EMAIL_FROM = _env("ORG_EMAIL_FROM", default="Run for Something <hello@example.org>")
ORG_EMAIL_HELP = _env("ORG_EMAIL_HELP", default="help@example.org")
ORG_SLACK_INVITE_URL = _env("ORG_SLACK_INVITE_URL", default="")
ORG_PUBLIC_DASHBOARD = _env.bool("ORG_PUBLIC_DASHBOARD", default=False)
ORG_SITE_URL = _env("ORG_SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

# R1: strictly under this age on election day.
PROGRAM_AGE_LIMIT = _env.int("PROGRAM_AGE_LIMIT", default=35)
# R15: calendar months between the ballot date and the day on which funding opens.
PROGRAM_FUNDING_WAIT_MONTHS = _env.int("PROGRAM_FUNDING_WAIT_MONTHS", default=2)
# R16, R17: the share of the race's average cost that is both the cap and threshold A.
PROGRAM_FUNDING_SHARE = Decimal(_env("PROGRAM_FUNDING_SHARE", default="0.15"))
# R17: documented gifts from at least this many donors.
PROGRAM_MINIMUM_DONORS = _env.int("PROGRAM_MINIMUM_DONORS", default=2)
# R18: reviewers who must each score the plan at or above the pass mark (of 100).
PROGRAM_PLAN_REVIEWERS = _env.int("PROGRAM_PLAN_REVIEWERS", default=2)
PROGRAM_PLAN_PASS_MARK = _env.int("PROGRAM_PLAN_PASS_MARK", default=75)
