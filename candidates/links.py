"""The links in the first mails: they prove that the address is read, and they sign in, once."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.models import Intake
from core.lifecycle import Refused

SALT = "sign-up link"
LASTS = timedelta(days=7)


def link_for(intake: Intake) -> str:
    """Return the absolute address to be mailed for `intake`."""
    token = signing.dumps(str(intake.public_id), salt=SALT, compress=False)
    return settings.ORG_SITE_URL + reverse("candidates:link", args=[token])


def read_link(token: str) -> Intake:
    """Return the sign-up that `token` stands for. Raises Refused when it is forged or older than seven days."""
    try:
        public_id = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.SignatureExpired:
        raise Refused(
            "expired", _("This link is more than seven days old. Sign in to get a new one.")
        ) from None
    except signing.BadSignature:
        raise Refused("broken", _("This link is incomplete. Please copy all of it from the mail.")) from None
    intake = Intake.objects.select_related("user").filter(public_id=public_id).first()
    if intake is None or intake.user is None:
        raise Refused("gone", _("This link is no longer valid. Please sign up again."))
    return intake


def use_link(intake: Intake, *, at: datetime) -> None:
    """Use the link up. Raises Refused when it was used before."""
    with transaction.atomic():
        used = Intake.objects.filter(pk=intake.pk, link_used_at__isnull=True).update(link_used_at=at)
    if not used:
        raise _was_used()


def refuse_if_used(intake: Intake) -> None:
    """Raise Refused when the link was used before."""
    if intake.link_used_at is not None:
        raise _was_used()


def _was_used() -> Refused:
    return Refused("used", _("This link has been used already. Sign in and we will mail you a code."))
