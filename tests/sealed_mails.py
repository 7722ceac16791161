"""Every message that holds a secret, by the doors that seal it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.context import request_context
from django.test import RequestFactory
from django.utils import translation

from community.models import SlackMembership, SlackStatus
from core.outbox.models import OutgoingMessage
from core.privacy import asking
from tests.factories.people import make_candidate
from tests.mail_cast import DAY, HOUR, NOW, Cast

Named = Iterator[tuple[str, OutgoingMessage]]
SITE, CODE = "https://example.org", "K7QP-X2MN"
MAILED: dict[str, dict[str, Any]] = {
    "account/email/login_code": {"code": CODE},
    "account/email/unknown_account": {"signup_url": f"{SITE}/signup/"},
    "account/email/email_confirmation": {"code": CODE},
    "account/email/reauthentication_code": {"code": CODE},
    "account/email/password_reset_key": {"password_reset_url": f"{SITE}/accounts/password/reset/key/3k-c9/"},
    "account/email/second_factor_reset": {},
    "account/email/email_change_undone": {"address": "annabel.quokka@example.org"},
}
OF_AN_ADDRESS: dict[str, dict[str, Any]] = {
    "email_change_asked": {
        "new_email": "anna@example.com",
        "undo_url": f"{SITE}/accounts/email/undo/eyJ1c2V/",
    },
    "email_changed": {"from_email": "annabel.quokka@example.org", "to_email": "anna@example.com"},
}
ACCOUNT = (
    "email_confirm",
    "half_a_sign_in",
    "new_browser",
    "password_changed",
    "password_reset",
    "password_set",
)
SECOND_FACTOR = (
    "recovery_codes_generated", "totp_activated", "totp_deactivated", "webauthn_added", "webauthn_removed",
)  # fmt: skip
NOTICES = {
    **{f"account/email/{name}": told for name, told in OF_AN_ADDRESS.items()},
    **{f"account/email/{name}": {} for name in ACCOUNT},
    **{f"mfa/email/{name}": {} for name in SECOND_FACTOR},
}
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)


def sealed(cast: Cast) -> Named:
    request = RequestFactory().get("/", HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.17")
    request.user = cast.ann
    with request_context(request), translation.override(cast.language):
        mail = get_adapter()
        for template, told in MAILED.items():
            yield from written_by(template, partial(mail.send_mail, template, cast.ann.email, dict(told)))
        for template, told in NOTICES.items():
            tell = partial(mail.send_notification_mail, template, cast.ann, dict(told), cast.ann.email)
            yield from written_by(template, tell)
    leaver = make_candidate(now=NOW, user=cast.person("Perpetua", "Zacharias"))
    SlackMembership.objects.create(
        candidate=leaver, status=SlackStatus.INVITED, accepted_at=NOW - DAY, invited_at=NOW - DAY
    )
    asked = asking.ask(leaver.user, at=NOW)
    for name, moment in (("out of Slack", asked.due_at), ("erased", asked.due_at + HOUR)):
        yield from written_by(name, partial(asking.carry_out_due, now=moment))


def written_by(name: str, act: Callable[[], Any]) -> Named:
    """Yield the sealed messages that `act` writes; where there are several of a name, numbered."""
    before = set(OutgoingMessage.objects.values_list("pk", flat=True))
    act()
    written = OutgoingMessage.objects.exclude(pk__in=before).filter(sealed__isnull=False).order_by("pk")
    for number, message in enumerate(written):
        yield f"{name}-{number}" if number else name, message
