import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.accounts.models import User


class Command(BaseCommand):
    help = "Print a demonstration user's current sign-in code and second-step code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("A production installation gives no codes.")
        user = User.objects.filter(email__iexact=options["email"].strip()).first()
        if user is None or not user.is_demonstration:
            raise CommandError(
                "This address is not of the demonstration; demo_sign_ins lists those that are."
            )
        code = _sign_in_code(user.email)
        self.stdout.write(
            f"sign-in code: {code or 'none asked for: enter the address at /accounts/login/ first'}"
        )
        totp = _second_step(user)
        if totp:
            left = 30 - int(time.time()) % 30
            self.stdout.write(f"second step:  {totp} (for {left} more seconds)")


def _sign_in_code(address: str) -> str | None:
    """The newest code asked for at this address; allauth keeps it in the session of the browser that asked."""
    asked: list[tuple[float, str]] = []
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        stages = session.get_decoded().get("account_login", {}).get("state", {}).get("stages", {})
        state = stages.get("login_by_code", {}).get("data", {})
        if state.get("email", "").lower() == address.lower() and state.get("code"):
            asked.append((state["at"], state["code"]))
    return max(asked)[1] if asked else None


def _second_step(user: User) -> str | None:
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return None
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), counter))
