"""A person's own way into a call. It works without a sign-in: nobody fumbles for a code while the others begin."""

import base64
import hmac

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from interviews.models import Registration

# 72 bits are not guessed, and the whole address fits into a text message; a UUID would not.
SIGNED_BYTES = 9


def join_page(seat: Registration) -> str:
    """Return the whole address."""
    return str(settings.ORG_SITE_URL + reverse("interviews:join", args=[token_of(seat.pk)]))


def token_of(key: int) -> str:
    return f"{int_to_base36(key)}.{_signature(key)}"


def seat_of(token: str) -> Registration | None:
    """Return whose way in `token` is, with call and candidate, or None for one that we did not make."""
    written, _dot, signature = token.partition(".")
    try:
        key = base36_to_int(written)
    except ValueError:
        return None
    if not hmac.compare_digest(signature.encode(), _signature(key).encode()):
        return None
    return Registration.objects.select_related("call", "candidate__user").filter(pk=key).first()


def _signature(key: int) -> str:
    digest = salted_hmac("interviews.join", str(key), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:SIGNED_BYTES]).decode()
