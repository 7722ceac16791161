"""Who may see what: every address of the site against every kind of person. The tests walk all of it.

An address that is not in these tables fails the tests; `docs/access.md` is written from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.accounts.roles import OPENS_BACK_OFFICE, Role

ANONYMOUS = "anonymous"
# Somebody who has signed up and holds no role.
CANDIDATE = "candidate"
AUDIENCES = (ANONYMOUS, CANDIDATE, *Role.values)

NOBODY: frozenset[str] = frozenset()
SIGNED_IN = frozenset({CANDIDATE, *Role.values})
ANYONE = SIGNED_IN | {ANONYMOUS}
CANDIDATES = frozenset({CANDIDATE})
PAIR = CANDIDATES | {Role.MENTOR}
BACK_OFFICE = frozenset(OPENS_BACK_OFFICE)
STAFF = frozenset({Role.PROGRAM_STAFF})
FINANCE = frozenset({Role.FINANCE})
MONEY = STAFF | FINANCE
HOSTS = STAFF | {Role.INTERVIEWER}
INTERVIEWERS = frozenset({Role.INTERVIEWER})
REVIEWERS = frozenset({Role.PLAN_REVIEWER})
FACTS = STAFF | {Role.RESEARCHER}
FIGURES = MONEY | {Role.DONOR}
READS_FACTS = FACTS | REVIEWERS | FINANCE


@dataclass(frozen=True)
class Address:
    """`route` as in the URL patterns. With `own`, those allowed reach their own objects and nobody else's."""

    route: str
    read: frozenset[str] = NOBODY
    write: frozenset[str] = NOBODY
    own: bool = False
    # Reach everybody's nevertheless.
    every: frozenset[str] = NOBODY
    # Asks everybody for a token, and answers 401 without it, whoever has signed in.
    token: bool = False


PAGES = [
    *(
        Address(route, read=ANYONE)
        for route in (
            "",
            "privacy/",
            "questions/",
            "theme.css",
            "healthz",
            "readyz",
            "offices/",
            "offices/states/",
        )
    ),
    Address("offices/states/<str:state>/", read=ANYONE),
    Address("offices/<uuid:public_id>/", read=ANYONE),
    # Used in memory, and stored nowhere.
    Address("offices/address/", read=ANYONE, write=ANYONE),
    Address("offices/something-else/", read=ANYONE, write=SIGNED_IN),
    Address("offices/<uuid:public_id>/tell/", read=SIGNED_IN, write=SIGNED_IN),
    Address("offices/<uuid:public_id>/ask/", write=SIGNED_IN),
    Address("offices/research/", read=FACTS),
    Address("offices/research/upload/", read=FACTS, write=FACTS),
    Address("offices/research/<uuid:public_id>/confirm/", write=FACTS),
    Address("offices/research/<uuid:public_id>/refuse/", read=FACTS, write=FACTS),
    Address("metrics", token=True),
    Address("api/v1/openapi.json", read=ANYONE),
    Address("api/v1/", read=SIGNED_IN),
    # Lists whom one may see: oneself, those one was given, for program staff and finance everybody.
    Address("api/v1/candidates", read=SIGNED_IN),
    Address("api/v1/candidates/<uuidstr:public_id>", read=SIGNED_IN, own=True, every=MONEY),
    Address("api/v1/offices", read=SIGNED_IN),
    Address("api/v1/releases/newest", read=FIGURES),
    # On one machine only; in production they do not exist.
    *(Address(route, read=ANYONE) for route in ("mail/", "mail/html/", "styleguide/")),
    Address("language/", read=ANYONE, write=ANYONE),
    Address("home/", read=SIGNED_IN),
    Address("staff/", read=BACK_OFFICE),
    Address("staff/messages/", read=STAFF),
    *(
        Address(f"staff/messages/{route}", read=STAFF)
        for route in ("coming/", "coming/<slug:kind>/", "preview/", "preview/html/")
    ),
    Address("staff/messages/coming/<slug:kind>/cancel/", write=STAFF),
    Address("staff/messages/coming/<slug:kind>/leave-out/", write=STAFF),
    Address("staff/messages/holds/", read=STAFF, write=STAFF),
    Address("staff/messages/holds/release/", write=STAFF),
    # Of what lets somebody in, neither the text nor the address.
    Address("staff/messages/<uuid:public_id>/", read=STAFF),
    Address("staff/messages/<uuid:public_id>/html/", read=STAFF),
    Address("staff/messages/<uuid:public_id>/cancel/", write=STAFF),
    Address("staff/messages/<uuid:public_id>/again/", write=STAFF),
    Address("signup/", read=ANYONE, write=ANYONE),
    # One field, as it is left; nothing of it is kept.
    Address("signup/check/<slug:field>/", write=ANYONE),
    Address("signup/sent/", read=ANYONE),
    # About what the same browser has just typed, and nobody else's.
    Address("signup/sent/again/", write=ANYONE),
    Address("signup/sent/seat/", write=ANYONE),
    Address("signup/sent/correct/", read=ANYONE, write=ANYONE),
    # Whoever holds the mailed link.
    Address("signup/link/<str:token>/", read=ANYONE, write=ANYONE),
    Address("signup/accept/<uuid:public_id>/", read=CANDIDATES, write=CANDIDATES, own=True),
    Address("me/", read=SIGNED_IN),
    Address("me/details/", read=CANDIDATES, write=CANDIDATES),
    Address("me/messages/", read=SIGNED_IN),
    Address("me/messages/<uuid:public_id>/", read=SIGNED_IN, own=True),
    Address("me/choice/", read=CANDIDATES, write=CANDIDATES),
    Address("me/break/", read=CANDIDATES, write=CANDIDATES),
    Address("me/leave/", read=CANDIDATES, write=CANDIDATES),
    Address("me/come-back/", write=CANDIDATES),
    Address("me/open/", read=CANDIDATES),
    Address("me/open/<uuid:public_id>/", write=CANDIDATES),
    Address("me/races/new/", read=CANDIDATES, write=CANDIDATES),
    Address("me/races/<uuid:public_id>/filing/", read=CANDIDATES, write=CANDIDATES, own=True),
    Address("me/races/<uuid:public_id>/evidence/", read=CANDIDATES, write=CANDIDATES, own=True),
    # Only where a file was handed in; to be saved, never shown as a page.
    Address("me/races/<uuid:public_id>/evidence/file/", read=CANDIDATES, own=True),
    Address("staff/races/<uuid:public_id>/evidence/", read=MONEY),
    Address("me/data/", read=SIGNED_IN),
    Address("me/data/export/", write=SIGNED_IN),
    Address("me/data/export/<uuid:public_id>/", read=SIGNED_IN, own=True),
    Address("me/data/erase/", read=SIGNED_IN, write=SIGNED_IN),
    Address("me/data/erase/keep/", write=SIGNED_IN),
    Address("me/data/safety/", read=SIGNED_IN, write=SIGNED_IN),
    Address("me/data/safety/show/", write=SIGNED_IN),
    Address("me/data/safety/unsafe/", write=SIGNED_IN),
    Address("me/data/safety/mistake/", write=SIGNED_IN),
    Address("me/data/named/", write=SIGNED_IN),
    # Leads to one's own link; the others are for whoever holds the link of a mail, and tell nothing but topics.
    Address("preferences/", read=SIGNED_IN),
    Address("preferences/<str:token>/", read=ANYONE, write=ANYONE),
    Address("unsubscribe/<str:token>/<slug:topic>/", read=ANYONE, write=ANYONE),
    # Told by the mail provider, who shows a secret.
    Address("webhooks/mail/", token=True),
    # Told by Twilio, who signs.
    *(Address(route, token=True) for route in ("webhooks/texts/", "webhooks/texts/status/")),
    Address("intro-calls/", read=CANDIDATES),
    Address("intro-calls/check-in/", read=CANDIDATES, write=CANDIDATES),
    Address("intro-calls/recording/", read=CANDIDATES, write=CANDIDATES),
    # Whoever holds the mailed link: it leads into the call, and tells nothing but when it is.
    Address("join/<str:token>/", read=ANYONE, write=ANYONE),
    Address("intro-calls/<uuid:public_id>/register/", write=CANDIDATES),
    Address("intro-calls/<uuid:public_id>/move-here/", write=CANDIDATES),
    Address("intro-calls/seats/<uuid:public_id>/take/", write=CANDIDATES, own=True),
    Address("intro-calls/seats/<uuid:public_id>/needs/", read=CANDIDATES, write=CANDIDATES, own=True),
    # And whoever hosts the call.
    Address("intro-calls/<uuid:public_id>/host/", read=STAFF),
    Address("intro-calls/<uuid:public_id>/move/", read=STAFF, write=STAFF),
    *(
        Address(f"intro-calls/<uuid:public_id>/{route}/", write=STAFF)
        for route in ("attendance", "arranged", "list", "call-off")
    ),
    # Whoever has the address reads that one person's calendar.
    Address("calendar/<str:token>.ics", read=ANYONE),
    Address("me/calendar/", read=SIGNED_IN),
    Address("me/calendar/new/", write=SIGNED_IN),
    Address("me/calendar/off/", write=SIGNED_IN),
    Address("intro-calls/seats/<uuid:public_id>/cancel/", write=CANDIDATES, own=True),
    Address("interviews/", read=CANDIDATES, write=CANDIDATES),
    Address("interviews/book/", write=CANDIDATES),
    *(Address(f"interviews/{route}/", write=CANDIDATES) for route in ("hold", "let-go", "zone", "notify")),
    Address("interviews/confirm/", read=CANDIDATES),
    Address("interviews/<uuid:public_id>/nobody-came/", write=CANDIDATES, own=True),
    Address("interviews/volunteer/", read=SIGNED_IN, write=SIGNED_IN),
    Address("interviews/demand/", read=STAFF),
    Address("interviews/interviewer/", read=INTERVIEWERS),
    *(
        Address(f"interviews/interviewer/{route}/", read=INTERVIEWERS, write=INTERVIEWERS)
        for route in ("profile", "hours", "dates", "calendar")
    ),
    Address("interviews/interviewer/take-away/", write=INTERVIEWERS),
    *(
        Address(f"interviews/interviewer/<uuid:public_id>/{route}/", write=INTERVIEWERS, own=True)
        for route in ("substitute", "conflict", "absent")
    ),
    Address("interviews/agree/", write=CANDIDATES),
    # Whoever holds talks; and of one's own talk, what one needs before and during. Staff may take any over.
    Address("interviews/mine/", read=HOSTS),
    Address("interviews/quality/", read=STAFF),
    Address("interviews/<uuid:public_id>/brief/", read=HOSTS, own=True, every=STAFF),
    Address("interviews/<uuid:public_id>/notes/", read=HOSTS, write=HOSTS, own=True, every=STAFF),
    Address("interviews/<uuid:public_id>/notes/draft/", write=HOSTS, own=True, every=STAFF),
    # Blind: nothing in it leads to the talk.
    Address("interviews/readings/<uuid:public_id>/", read=INTERVIEWERS, write=INTERVIEWERS, own=True),
    Address("interviews/readings/<uuid:public_id>/pass/", write=INTERVIEWERS, own=True),
    Address("interviews/<uuid:public_id>/move/", read=CANDIDATES, write=CANDIDATES, own=True),
    Address("interviews/<uuid:public_id>/cancel/", write=CANDIDATES, own=True),
    Address("training/", read=SIGNED_IN),
    # Public courses and lessons; the others: see R12 and its tests.
    Address("training/code-of-conduct/", read=ANYONE),
    Address("training/<slug:course>/", read=ANYONE),
    Address("training/<slug:course>/<slug:lesson>/", read=ANYONE),
    Address("slack/", read=CANDIDATES, write=CANDIDATES),
    Address("slack/again/", write=CANDIDATES),
    # Signed by Slack; everybody else is answered 401.
    Address("slack/events/", token=True),
    Address("mentorship/", read=SIGNED_IN),
    Address("mentorship/<uuid:public_id>/answer/", write=PAIR, own=True),
    Address("mentorship/<uuid:public_id>/sessions/new/", read=PAIR, write=PAIR, own=True),
    Address("mentorship/sessions/<uuid:public_id>/", read=PAIR, write=PAIR, own=True),
    Address("mentorship/sessions/<uuid:public_id>/cancel/", write=PAIR, own=True),
    Address("funding/", read=SIGNED_IN),
    Address("funding/<uuid:public_id>/", read=CANDIDATES, own=True),
    Address("funding/<uuid:public_id>/application/", read=CANDIDATES, write=CANDIDATES, own=True),
    Address("funding/<uuid:public_id>/gifts/new/", read=CANDIDATES, write=CANDIDATES, own=True),
    # The treasurer whom the candidate named, once they accepted, reads and writes the application too.
    Address("funding/<uuid:public_id>/documents/", read=CANDIDATES, write=CANDIDATES, own=True),
    Address("funding/<uuid:public_id>/documents/remove/", write=CANDIDATES, own=True),
    Address("funding/documents/<uuid:public_id>/", read=MONEY),
    Address("funding/races/", read=MONEY),
    Address("funding/books/", read=FINANCE),
    Address("funding/<uuid:public_id>/copies/", read=CANDIDATES, own=True),
    Address("funding/<uuid:public_id>/gifts/import/", read=CANDIDATES, write=CANDIDATES, own=True),
    Address("funding/<uuid:public_id>/treasurer/", read=CANDIDATES, write=CANDIDATES, own=True),
    Address("funding/<uuid:public_id>/treasurer/part/", write=CANDIDATES, own=True),
    Address("funding/<uuid:public_id>/statement/<slug:form>/", read=CANDIDATES, own=True),
    Address("funding/treasurer/<uuid:public_id>/", read=SIGNED_IN, own=True),
    Address("funding/treasurer/<uuid:public_id>/accept/", write=SIGNED_IN, own=True),
    Address("funding/treasurer/<uuid:public_id>/leave/", write=SIGNED_IN, own=True),
    Address("funding/<uuid:public_id>/report/", read=CANDIDATES, write=CANDIDATES, own=True),
    Address("funding/<uuid:public_id>/hand-in/", write=CANDIDATES, own=True),
    # Everybody, when ORG_PUBLIC_DASHBOARD is on.
    Address("donors/", read=FIGURES),
]

# allauth's own pages: the ways in, those that need a sign-in under way, and those of one's own account.
ENTRANCES = {
    "login/", "logout/", "inactive/", "signup/", "confirm-email/", "password/reset/", "login/code/",
    "password/reset/key/done/", "password/reset/done/", "2fa/webauthn/login/", "email/undo/<str:token>/",
    "login/link/<str:token>/",
    r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
}  # fmt: skip
UNDER_WAY = {"login/code/confirm/", "2fa/authenticate/"}
OWN_ACCOUNT = {
    "reauthenticate/", "reauthenticate/code/", "email/", "password/change/", "password/set/", "sessions/", "2fa/",
    "2fa/reauthenticate/",
    "2fa/totp/activate/", "2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/",
    "2fa/recovery-codes/download/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/webauthn/reauthenticate/",
    "2fa/webauthn/keys/<int:pk>/remove/", "2fa/webauthn/keys/<int:pk>/edit/",
}  # fmt: skip

# The back office's pages that belong to no model.
BACK_OFFICE_PAGES = {
    "", "logout/", "password_change/", "password_change/done/", "autocomplete/", "jsi18n/",
    "r/<path:content_type_id>/<path:object_id>/", r"(?P<url>.*)$",
}  # fmt: skip


@dataclass(frozen=True)
class Records:
    """A model of the back office. `given` roles see only the rows that were given to them."""

    model: str
    view: frozenset[str]
    add: frozenset[str] = NOBODY
    change: frozenset[str] = NOBODY
    delete: frozenset[str] = NOBODY
    given: frozenset[str] = field(default=NOBODY)


RECORDS = [
    Records("accounts.user", STAFF, STAFF, STAFF),
    Records("candidates.candidate", HOSTS | FINANCE, given=INTERVIEWERS),
    Records("candidates.candidacy", MONEY, STAFF, STAFF),
    Records("candidates.handover", STAFF, change=STAFF),
    Records("candidates.partner", STAFF, STAFF, STAFF),
    Records("candidates.intake", STAFF),
    Records("candidates.promisedcall", STAFF, change=STAFF),
    Records("candidates.leave", STAFF, STAFF, STAFF),
    # Answered, and parted again, on the page of the one row.
    Records("candidates.likelyduplicate", STAFF),
    Records("candidates.ownership", STAFF, STAFF, STAFF),
    Records("candidates.personmerge", STAFF),
    Records("candidates.region", STAFF, STAFF, STAFF),
    Records("community.course", STAFF, STAFF, STAFF),
    Records("community.lesson", STAFF, STAFF, STAFF),
    Records("community.channelseat", STAFF),
    Records("community.slackchannel", STAFF, STAFF, STAFF),
    Records("community.slackmembership", STAFF, change=STAFF),
    Records("donors.boardreader", STAFF, STAFF, NOBODY, STAFF),
    Records("donors.release", MONEY, STAFF),
    Records("funding.accountcheck", MONEY, MONEY),
    Records("funding.candidacychecks", MONEY, STAFF, STAFF),
    Records("funding.fundingpolicy", MONEY, MONEY),
    Records("funding.award", MONEY, STAFF, FINANCE),
    Records("funding.contributionlimit", MONEY),
    Records("funding.donation", FINANCE, FINANCE, FINANCE),
    Records("funding.eligibilityverdict", MONEY),
    Records("funding.fundingapplication", MONEY | REVIEWERS, change=STAFF),
    Records("funding.gift", MONEY),
    Records("funding.ledgertransaction", FINANCE),
    Records("funding.legalentity", FINANCE, FINANCE, FINANCE),
    Records("funding.payment", MONEY, FINANCE, FINANCE),
    Records("funding.spendingreport", MONEY),
    Records("funding.planreview", MONEY | REVIEWERS, REVIEWERS, given=REVIEWERS),
    Records("funding.programme", FINANCE, FINANCE, FINANCE),
    Records("interviews.conflictofinterest", STAFF, STAFF, STAFF, STAFF),
    Records("interviews.decision", STAFF, STAFF),
    Records("interviews.interview", HOSTS, given=INTERVIEWERS),
    Records("interviews.interviewer", STAFF, STAFF, STAFF),
    Records("interviews.interviewrequest", STAFF, STAFF),
    Records("interviews.introcall", HOSTS, STAFF, given=INTERVIEWERS),
    Records("interviews.registration", HOSTS, given=INTERVIEWERS),
    # Written on a page of their own.
    Records("interviews.scorecard", HOSTS, given=INTERVIEWERS),
    Records("interviews.secondreading", STAFF),
    Records("interviews.watchedrecording", STAFF, change=STAFF),
    Records("mentorship.mentor", STAFF, STAFF, STAFF),
    Records("mentorship.mentorship", STAFF, STAFF),
    Records("offices.contest", READS_FACTS),
    Records("offices.costobservation", READS_FACTS, FACTS, FACTS),
    Records("offices.division", READS_FACTS),
    Records("offices.election", READS_FACTS, FACTS, FACTS),
    Records("offices.fact", READS_FACTS),
    Records("offices.holder", READS_FACTS),
    Records("offices.ownspending", READS_FACTS),
    Records("offices.office", READS_FACTS, FACTS, FACTS),
    Records("offices.race", READS_FACTS, FACTS, FACTS),
    Records("offices.wantedoffice", READS_FACTS, change=FACTS),
    Records("outbox.hold", STAFF, STAFF, NOBODY, STAFF),
    Records("outbox.outgoingmessage", STAFF),
    Records("privacy.erasurerequest", STAFF),
    Records("privacy.safetycall", STAFF, change=STAFF),
    Records("scheduling.dayoff", HOSTS, HOSTS, HOSTS, HOSTS, given=INTERVIEWERS),
    Records("scheduling.weeklyhours", HOSTS, HOSTS, HOSTS, HOSTS, given=INTERVIEWERS),
]


def as_markdown() -> str:
    """Return the tables as `docs/access.md` shows them."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Who may see what"
    yield ""
    yield "Written from `runforsomething/ops/access.py` by `manage.py access_table`; the tests walk every line of it."
    yield "A *signed in* person sees the own rows only. Every role but `donor` needs a second factor for all of it."
    yield ""
    yield "| address | read | write | whose |"
    yield "|---|---|---|---|"
    for page in PAGES:
        whose = "own" if page.own else "any"
        if page.every:
            whose = f"own and given; {_names(page.every)}: any"
        if page.token:
            whose = "whoever has the token"
        yield f"| `/{page.route}` | {_names(page.read)} | {_names(page.write)} | {whose} |"
    for route in sorted(ENTRANCES):
        yield f"| `/accounts/{_escaped(route)}` | anyone | anyone | own |"
    for route in sorted(UNDER_WAY):
        yield f"| `/accounts/{route}` | whoever is signing in | whoever is signing in | own |"
    for route in sorted(OWN_ACCOUNT):
        yield f"| `/accounts/{route}` | signed in | signed in | own |"
    yield ""
    yield "| back office | view | add | change | delete | only what was given to them |"
    yield "|---|---|---|---|---|---|"
    for row in RECORDS:
        cells = " | ".join(
            _names(people) for people in (row.view, row.add, row.change, row.delete, row.given)
        )
        yield f"| `{row.model}` | {cells} |"


def _escaped(route: str) -> str:
    return route.replace("|", "\\|")


def _names(people: frozenset[str]) -> str:
    if people == ANYONE:
        return "anyone"
    if people == SIGNED_IN:
        return "signed in"
    return ", ".join(name for name in AUDIENCES if name in people) or "–"
