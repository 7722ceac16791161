"""The organisation and its programme: every name, address and threshold that another organisation would change.

What each means and its default stand in `declared.py`; the environment gives another value.
"""

from decimal import Decimal
from typing import Any

from runforsomething.settings.declared import given

ORG_NAME: str = given("ORG_NAME")
ORG_PARTY: str = given("ORG_PARTY")
ORG_ACCENT: str = given("ORG_ACCENT")
ORG_EMAIL_FROM: str = given("ORG_EMAIL_FROM")
ORG_EMAIL_HELP: str = given("ORG_EMAIL_HELP")
ORG_POSTAL_ADDRESS: str = given("ORG_POSTAL_ADDRESS")
ORG_SLACK_INVITE_URL: str = given("ORG_SLACK_INVITE_URL")
SLACK_BOT_TOKEN: str = given("SLACK_BOT_TOKEN")
SLACK_SIGNING_SECRET: str = given("SLACK_SIGNING_SECRET")
SLACK_API_URL: str = given("SLACK_API_URL").rstrip("/") + "/"
ORG_PUBLIC_DASHBOARD: bool = given("ORG_PUBLIC_DASHBOARD")
ORG_SAFETY_CONTACTS: list[str] = given("ORG_SAFETY_CONTACTS")
ORG_HOTLINES: str = given("ORG_HOTLINES")
ORG_SITE_URL: str = given("ORG_SITE_URL").rstrip("/")
ORG_TIME_ZONE: str = given("ORG_TIME_ZONE")

# R1
PROGRAM_AGE_LIMIT: int = given("PROGRAM_AGE_LIMIT")
PROGRAM_DORMANT_AFTER_DAYS: int = given("PROGRAM_DORMANT_AFTER_DAYS")
PROGRAM_MESSAGES_PER_DAY: int = given("PROGRAM_MESSAGES_PER_DAY")
PROGRAM_SEAT_OFFER_HOURS: int = given("PROGRAM_SEAT_OFFER_HOURS")
PROGRAM_RECORDING_URL: str = given("PROGRAM_RECORDING_URL")
PROGRAM_MINIMUM_AGE: int = given("PROGRAM_MINIMUM_AGE")
# R15
PROGRAM_FUNDING_WAIT_MONTHS: int = given("PROGRAM_FUNDING_WAIT_MONTHS")
# R16, R17
PROGRAM_FUNDING_SHARE: Decimal = given("PROGRAM_FUNDING_SHARE")
PROGRAM_MINIMUM_DONORS: int = given("PROGRAM_MINIMUM_DONORS")
# R18
PROGRAM_PLAN_REVIEWERS: int = given("PROGRAM_PLAN_REVIEWERS")
PROGRAM_PLAN_PASS_MARK: int = given("PROGRAM_PLAN_PASS_MARK")
# Notes of a talk
PROGRAM_RATINGS: dict[str, Any] = {
    "reason": given("PROGRAM_RATING_REASON"),
    "roots": given("PROGRAM_RATING_ROOTS"),
    "grasp": given("PROGRAM_RATING_GRASP"),
    "time": given("PROGRAM_RATING_TIME"),
    "asking": given("PROGRAM_RATING_ASKING"),
    "learning": given("PROGRAM_RATING_LEARNING"),
}
PROGRAM_SECOND_READINGS: int = given("PROGRAM_SECOND_READINGS")
