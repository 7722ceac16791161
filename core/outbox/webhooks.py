"""What providers tell us: of the right size, from whoever has the secret, and the same twice only once."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from core import clock
from core.outbox import mail_events

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
# What a body may be that is not as its provider writes them: of another kind, nested without end, a date that is none.
NOT_UNDERSTOOD = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
LARGEST_MAIL_EVENTS = 1_000_000
# What anymail calls its views. Scaleway tells nothing.
HOOKS = {
    "brevo": "BrevoTracking",
    "mailersend": "MailerSendTracking",
    "mailgun": "MailgunTracking",
    "mailjet": "MailjetTracking",
    "mailtrap": "MailtrapTracking",
    "mandrill": "MandrillCombined",
    "postal": "PostalTracking",
    "postmark": "PostmarkTracking",
    "resend": "ResendTracking",
    "sparkpost": "SparkPostTracking",
    "unisender_go": "UnisenderGoTracking",
}


def from_a_provider(largest: int) -> Callable[[View], View]:
    """Open a view to another system: it has no cookie, and what is larger than `largest` bytes is not even read."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            length = str(request.META.get("CONTENT_LENGTH") or "0")
            if not length.isdigit():
                return HttpResponse(status=400)
            if int(length) > largest:
                return HttpResponse(status=413)
            return view(request, *args, **kwargs)

        return login_not_required(csrf_exempt(limited))

    return decorate


def not_known(scheme: str) -> HttpResponse:
    """Answer somebody who has not shown that they are the provider."""
    return HttpResponse(status=401, headers={"WWW-Authenticate": scheme})


@from_a_provider(LARGEST_MAIL_EVENTS)
def mail(request: HttpRequest) -> HttpResponse:
    """Take bounces and complaints of the mail provider. 401 without the secret, 400 for what cannot be read."""
    provider, secret = settings.MAIL_PROVIDER, settings.ANYMAIL["WEBHOOK_SECRET"]
    if provider not in HOOKS or not secret:
        return not_known("Basic")
    try:
        hook = import_string(f"anymail.webhooks.{provider}.{HOOKS[provider]}WebhookView")()
    except AnymailConfigurationError as fault:
        logger.error("What %s tells cannot be believed: %s", provider, fault)
        return not_known("Basic")
    try:
        hook.run_validators(request)
        if request.method != "POST":
            return HttpResponse(status=200 if request.method == "HEAD" else 405)
        mail_events.take(hook.parse_events(request), provider, now=clock.now())
    except AnymailWebhookValidationFailure:
        return not_known("Basic")
    except (*NOT_UNDERSTOOD, AnymailConfigurationError) as error:
        logger.warning("What %s told could not be read: %s.", provider, type(error).__name__)
        return HttpResponse(status=400)
    return HttpResponse(status=200)
