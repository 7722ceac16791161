"""How allauth fits in: its mails leave through the outbox, its own sign-up is closed."""

from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import clock
from core.accounts.client_address import client_address
from core.accounts.devices import device_of
from core.accounts.familiar import count
from core.accounts.models import User
from core.accounts.recent import is_recent
from core.accounts.sign_in_link import make_link
from core.outbox.services import enqueue_sealed


def _sessions_url() -> str:
    return str(settings.ORG_SITE_URL) + reverse("sessions")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People join by `/signup/`, which asks what the programme needs to know."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue allauth's mail, in its recipient's language where we know it.

        It may hold a code, so its text is kept sealed and dropped once sent.
        """
        context = dict(context)
        recipient = User.objects.filter(email__iexact=email).first()
        if recipient and template_prefix == "account/email/login_code":
            context["link"] = make_link(recipient, now=clock.now())
        language = recipient.language if recipient else translation.get_language()
        zone = recipient.time_zone if recipient else settings.ORG_TIME_ZONE
        with translation.override(language), timezone.override(ZoneInfo(zone)):
            context["device"] = device_of(context.get("user_agent", ""))
            told = {**context, "email": email, "request": self.request, "sessions_url": _sessions_url()}
            mail = self.render_mail(template_prefix, email, told)
        html = next((str(part.content) for part in getattr(mail, "alternatives", [])), "")
        enqueue_sealed(
            "account_mail",
            to_address=email,
            recipient=recipient,
            language=language,
            subject=mail.subject,
            text="" if mail.content_subtype == "html" else str(mail.body),
            html=html or (str(mail.body) if mail.content_subtype == "html" else ""),
        )

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict | None = None, email: str | None = None
    ) -> None:
        """As allauth's; of a changed address both are told, and the old one how to undo it."""
        if template_prefix == "account/email/email_changed" and email and context:
            from core.accounts.email_change import undo_link

            super().send_notification_mail(
                "account/email/email_changed_new", user, context, context["to_email"]
            )
            context = {**context, "undo_url": undo_link(user, email)}
        super().send_notification_mail(template_prefix, user, context, email)

    @property
    def error_messages(self) -> dict[str, Any]:
        too_many = _(
            "That was too often from here. Wait a few minutes, or sign in another way: with a code by mail, a passkey "
            "or a password."
        )
        return {**super().error_messages, "too_many_login_attempts": too_many}

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._counted = count(request, "password", str(credentials.get("email", "")))

    def _rollback_login_failed_rl_usage(self) -> None:
        self._counted.undo()

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not is_recent(current.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor shows that one; others their password, or a mailed code."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use your authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
        }
        methods = [
            {**method, "description": words.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]
        second = [method for method in methods if method["id"].startswith("mfa_")]
        if second or not user.is_authenticated:
            return second
        code = {"id": "code", "description": _("Mail me a code"), "url": reverse("reauthenticate_by_code")}
        return [*methods, code]
