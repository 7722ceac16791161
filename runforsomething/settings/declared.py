"""Every setting that the environment may give, each declared once: read, checked and documented from here."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from funding.eligibility import Policy
from runforsomething.settings import kinds
from runforsomething.settings.kinds import Kind


class InProduction(StrEnum):
    """What production makes of a setting that differs from one machine."""

    SAME = "same"
    REQUIRED = "required"
    REFUSED = "refused"
    ONLY = "only there"


SAME, REQUIRED, REFUSED, ONLY = InProduction


@dataclass(frozen=True)
class Setting:
    """`default` is written as in the environment; `shown` says it in words where it is not one text.

    What is `sensitive` is never told, not even when it is faulty.
    """

    name: str
    kind: Kind
    meaning: str
    default: str = ""
    production: InProduction = SAME
    sensitive: bool = False
    shown: str = ""

    def read(self, environment: Mapping[str, str]) -> Any:
        """Return the value; no text, or an empty one, means the default. Raises ValueError for a faulty text."""
        text = environment.get(self.name, "").strip() or self.default
        return self.kind.parse(text) if text else self.kind.empty


SITE = [
    Setting("SECRET_KEY", kinds.secret(50), "signs sessions and links, seals codes", production=REQUIRED,
            sensitive=True, shown="a fixed one"),
    Setting("ALLOWED_HOSTS", kinds.HOSTS, "host names that the site answers to, separated by commas",
            production=REQUIRED, shown="this machine"),
    Setting("CSRF_TRUSTED_ORIGINS", kinds.ORIGINS, "origins of forms besides the site's own"),
    Setting("DATABASE_URL", kinds.DATABASE, "PostgreSQL", production=REQUIRED, sensitive=True,
            shown="the embedded server"),
    Setting("MIGRATION_DATABASE_URL", kinds.DATABASE, "the same database as the owner of its tables, for `migrate` and "
            "`restore` only", sensitive=True, shown="`DATABASE_URL`"),
    Setting("REDIS_URL", kinds.BROKER, "Redis: the workers' doorbell", production=REQUIRED, sensitive=True,
            shown="the embedded server"),
    Setting("EMAIL_URL", kinds.MAIL, "mail server, or a provider: `anymail+mailgun://KEY@/?sender_domain=mg.site.org` "
            "(docs/adr/0018)", production=REQUIRED, sensitive=True, shown="files in `.local/mail/`"),
    Setting("MAIL_WEBHOOK_SECRET", kinds.CREDENTIALS, "name and password, `name:password`, that the mail provider "
            "gives when it tells `/webhooks/mail/` of bounces and complaints; without it, nothing is believed",
            sensitive=True),
    Setting("TWILIO_ACCOUNT_SID", kinds.ACCOUNT, "Twilio, which carries texts; without it none are sent"),
    Setting("TWILIO_AUTH_TOKEN", kinds.secret(20), "its token; it also signs what comes back to `/webhooks/texts/`",
            sensitive=True),
    Setting("TWILIO_FROM", kinds.SENDER, "the number, or the messaging service, by which texts go out"),
    Setting("SUPPRESSION_KEY", kinds.secret(20), "keys the list of who gets nothing more, and the "
            "links by which people choose what they get; whoever changes it, or `SECRET_KEY` without it, loses both",
            sensitive=True, shown="`SECRET_KEY`"),
    Setting("MEDIA_DIR", kinds.PATH, "uploaded files, outside the web root", shown="`.local/media`"),
    Setting("BACKUP_KEY", kinds.secret(20), "encrypts backups; keep it apart from them: without it they cannot be "
            "restored", sensitive=True),
    Setting("MAILBOX_DIR", kinds.PATH, "where mail is written on one machine", shown="`.local/mail`"),
    Setting("OFFICE_DATA_DIR", kinds.PATH, "open data files on offices", shown="`../shared/data`"),
    Setting("GEOCODER_URL", kinds.LINK_OR_OFF, "Census Geocoder, which is asked once for the districts of an address; "
            "`off`: districts are chosen from a list", "https://geocoding.geo.census.gov/geocoder"),
    Setting("BREACHED_PASSWORDS_FILE", kinds.FULL_FILE, "passwords that were stolen elsewhere and are refused here: "
            "SHA-1 in hexadecimal digits, one a line, sorted, as haveibeenpwned.com offers them; without it, only the "
            "commonest 20,000 are refused"),
    Setting("CLOCK_FILE", kinds.PATH, "a moment that every process reads instead of the clock",
            production=REFUSED),
    Setting("DEBUG", kinds.YES_OR_NO, "pages that show the code of an error", "off", REFUSED),
    Setting("TICK_SECONDS", kinds.number(0.1, 300, "15"), "how often workers look for what is due", "15"),
    Setting("PORT", kinds.whole(1, 65535, 8000), "port of `make run`", "8000"),
]  # fmt: skip

PROXY = [
    Setting("TRUSTED_PROXY_COUNT", kinds.whole(0, 10, 1), "proxies in front of the web processes: so many entries of "
            "`X-Forwarded-For`, from its end, are believed; too high a number lets anybody choose the address that "
            "the sign-in limits count, too low a number counts the proxy for everybody", "0"),
    Setting("SIGN_UPS_PER_HOUR", kinds.whole(1, 1_000_000, 200), "sign-ups an hour from one network address; a hall "
            "full of people shares one", "200"),
    Setting("SIGN_UP_SECONDS", kinds.number(0, 60, "3"), "a sign-up that is sent sooner after its form was opened is "
            "asked once more whether a person sends it", "3"),
    Setting("SECURE_SSL_REDIRECT", kinds.YES_OR_NO, "whoever comes by http is sent to https", "on", ONLY),
    Setting("SECURE_HSTS_SECONDS", kinds.whole(0, 63_072_000, 31_536_000), "how long browsers remember to come by "
            "https only", "31536000", ONLY),
    Setting("DRAIN_SECONDS", kinds.number(0, 300, "5"), "how long a web server that was told to stop says so on "
            "`/readyz` and goes on serving, so that the proxy can look elsewhere", "5", ONLY),
]  # fmt: skip

SIGN_IN = [
    Setting("RECENT_MINUTES", kinds.whole(1, 60, 10), "minutes after which somebody is asked again who they are before "
            "they change how they sign in, export or erase their data, or give roles", "10"),
    Setting("SESSION_IDLE_DAYS", kinds.whole(1, 90, 14), "days without a visit after which one is signed out", "14"),
    Setting("SESSION_DAYS", kinds.whole(1, 365, 30), "days after which everybody signs in again", "30"),
    Setting("PRIVILEGED_IDLE_MINUTES", kinds.whole(5, 1440, 120), "the same for whoever needs a second factor: minutes "
            "without a request", "120"),
    Setting("PRIVILEGED_SESSION_HOURS", kinds.whole(1, 168, 12), "the same for them: hours at most", "12"),
]  # fmt: skip

SIGHT = [
    Setting("METRICS_TOKEN", kinds.secret(20), "bearer token of `/metrics`; without it, nobody may read them",
            sensitive=True),
    Setting("PROMETHEUS_MULTIPROC_DIR", kinds.PATH, "folder in which web processes and workers of one machine count "
            "together", shown="one of the web server's own"),
    Setting("LOG_LEVEL", kinds.one_of("INFO", "DEBUG", "WARNING", "ERROR"), "what is worth a line in the logs", "INFO"),
    Setting("SENTRY_DSN", kinds.REPORTS, "where errors are reported to; nothing is sent without it", sensitive=True),
]  # fmt: skip

ORGANISATION = [
    Setting("ORG_NAME", kinds.TEXT, "what you are called", "Run for Something"),
    Setting("ORG_PARTY", kinds.TEXT, "your party, as past contests name it; it ranks seats (R6)", "Democratic"),
    Setting("ORG_ACCENT", kinds.COLOUR, "colour of buttons and links", "#4338ca"),
    Setting("ORG_EMAIL_FROM", kinds.ADDRESS, "sender of every mail", "Run for Something <hello@example.org>", REQUIRED),
    Setting("ORG_EMAIL_HELP", kinds.ADDRESS, "whom people can ask", "help@example.org", REQUIRED),
    Setting("ORG_POSTAL_ADDRESS", kinds.TEXT, "your postal address, below every mail; the law asks for it in "
            "mail that is not about something the person set going"),
    Setting("ORG_SITE_URL", kinds.SITE, "where the site is, for links in mails", "http://127.0.0.1:8000", REQUIRED),
    Setting("ORG_TIME_ZONE", kinds.ZONE, "zone of the times that people see before they sign in", "UTC"),
    Setting("ORG_SAFETY_CONTACTS", kinds.ADDRESSES, "program staff who are called when somebody feels unsafe, "
            "and of whom one can be chosen to be seen by alone", shown="all program staff"),
    Setting("ORG_HOTLINES", kinds.TEXT, "whom to call in danger, shown beside “I feel unsafe”",
            "In danger now? Call 911. To talk at any hour: call or text 988 (crisis line), or call 1-800-799-7233 "
            "(domestic violence hotline)."),
    Setting("ORG_PUBLIC_DASHBOARD", kinds.YES_OR_NO, "the donors' page is open to all", "off"),
]  # fmt: skip

SLACK = [
    Setting("ORG_SLACK_INVITE_URL", kinds.LINK, "link that lets somebody into your Slack, mailed to whoever agreed to "
            "the code of conduct; without it staff invite by hand", sensitive=True),
    Setting("SLACK_BOT_TOKEN", kinds.SLACK_TOKEN, "token of your Slack app's bot, which notices who has joined and "
            "invites into channels; without it staff do so by hand", sensitive=True),
    Setting("SLACK_SIGNING_SECRET", kinds.secret(20), "signs what Slack tells `/slack/events/`; without it, who has "
            "joined is noticed by asking only", sensitive=True),
    Setting("SLACK_API_URL", kinds.LINK, "Slack's Web API", "https://slack.com/api/"),
]  # fmt: skip

# Of a talk: `interviews.enums.Criterion`.
RATED = "what is rated after a talk in the place of “{}”, and what 0, 2 and 4 mean; `off`: it is not rated"
# The defaults are those of the rules themselves.
PROGRAM = [
    Setting("PROGRAM_AGE_LIMIT", kinds.whole(18, 120, 35), "R1: strictly under this age on election day",
            str(Policy.age_limit)),
    Setting("PROGRAM_DORMANT_AFTER_DAYS", kinds.whole(1, 3650, 180), "days without a sign-in and without a step after "
            "which somebody counts as taking a break; a sign-in ends it", "180"),
    Setting("PROGRAM_MESSAGES_PER_DAY", kinds.whole(1, 100, 3), "reminders and news that one person gets in any 24 "
            "hours at most; the rest waits", "3"),
    Setting("PROGRAM_SEAT_OFFER_HOURS", kinds.whole(1, 168, 24), "hours for which a free seat in an intro call is held "
            "for whoever waited for it, at most", "24"),
    Setting("PROGRAM_RECORDING_URL", kinds.LINK, "a recorded intro call, for people who can come to none; without "
            "it, none is offered"),
    Setting("PROGRAM_MINIMUM_AGE", kinds.whole(13, 21, 16), "years that somebody must have completed to sign up", "16"),
    Setting("PROGRAM_FUNDING_WAIT_MONTHS", kinds.whole(0, 120, 2), "R15: calendar months from the ballot date to "
            "funding", str(Policy.wait_months)),
    Setting("PROGRAM_FUNDING_SHARE", kinds.SHARE, "R16, R17: share of the race's average cost that is the cap and "
            "threshold A", str(Policy.share)),
    Setting("PROGRAM_MINIMUM_DONORS", kinds.whole(1, 1000, 2), "R17: donors behind the money raised",
            str(Policy.minimum_donors)),
    Setting("PROGRAM_PLAN_REVIEWERS", kinds.whole(1, 20, 2), "R18: reviewers who must each pass the plan",
            str(Policy.plan_reviewers)),
    Setting("PROGRAM_PLAN_PASS_MARK", kinds.whole(1, 100, 75), "R18: their score of 100", str(Policy.plan_pass_mark)),
    Setting("PROGRAM_RATING_REASON", kinds.RATING, RATED.format("Reason"), shown="ours"),
    Setting("PROGRAM_RATING_ROOTS", kinds.RATING, RATED.format("Roots"), shown="ours"),
    Setting("PROGRAM_RATING_GRASP", kinds.RATING, RATED.format("Grasp of the race"), shown="ours"),
    Setting("PROGRAM_RATING_TIME", kinds.RATING, RATED.format("Time and support"), shown="ours"),
    Setting("PROGRAM_RATING_ASKING", kinds.RATING, RATED.format("Willing to ask"), shown="ours"),
    Setting("PROGRAM_RATING_LEARNING", kinds.RATING, RATED.format("Learning and follow-through"), shown="ours"),
    Setting("PROGRAM_SECOND_READINGS", kinds.whole(0, 100, 10), "of a hundred notes of talks, how many a second "
            "interviewer rates without knowing whose they are", "10"),
]  # fmt: skip

GROUPS = {
    "The site": SITE,
    "Behind a proxy": PROXY,
    "Signing in": SIGN_IN,
    "Seeing it run": SIGHT,
    "The organisation": ORGANISATION,
    "Slack": SLACK,
    "Its programme": PROGRAM,
}
TABLE = {setting.name: setting for group in GROUPS.values() for setting in group}


def given(name: str) -> Any:
    """Return the value of the setting `name`; raises KeyError for one that is not declared."""
    return TABLE[name].read(os.environ)
