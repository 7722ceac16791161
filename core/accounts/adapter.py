"""How allauth fits in: its mails leave through the outbox, its own sign-up is closed."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from core.accounts.models import User
from core.outbox.services import enqueue_sealed


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People join by `/signup/`, which asks what the programme needs to know."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue allauth's mail. It may hold a code, so its text is kept sealed and dropped once sent."""
        mail = self.render_mail(template_prefix, email, {**context, "email": email, "request": self.request})
        html = next((str(part.content) for part in getattr(mail, "alternatives", [])), "")
        enqueue_sealed(
            "account_mail",
            to_address=email,
            recipient=User.objects.filter(email__iexact=email).first(),
            subject=mail.subject,
            text="" if mail.content_subtype == "html" else str(mail.body),
            html=html or (str(mail.body) if mail.content_subtype == "html" else ""),
        )
