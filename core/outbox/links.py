"""The link by which somebody chooses what they get, without signing in. It does not run out, and tells nothing.

It holds the keys of an address and of a person, signed: whoever has the link may choose for them, and reads neither.
"""

import base64
import binascii
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from core.accounts.models import User
from core.outbox.suppression import key_of_address, key_of_person, secret

NOBODY = "0" * 32


@dataclass(frozen=True)
class Chooser:
    """Whoever a link was made for: the keys of their address and, if they have a record here, of their person."""

    address: str
    person: str = NOBODY

    @property
    def targets(self) -> list[str]:
        """What is suppressed when they want no more: also the person, who may take another address."""
        return [self.address] if self.person == NOBODY else [self.address, self.person]


def chooser_of(address: str, user: User | None) -> Chooser:
    return Chooser(key_of_address(address), key_of_person(user.public_id) if user else NOBODY)


def token_of(chooser: Chooser) -> str:
    """Return what stands in the link of `chooser`."""
    held = base64.urlsafe_b64encode(bytes.fromhex(chooser.address + chooser.person)).decode().rstrip("=")
    return _signer().sign(held)


def read_token(token: str) -> Chooser:
    """Return for whom a link was made. Raises ValueError for one that we did not make."""
    try:
        held = _signer().unsign(token)
        both = base64.urlsafe_b64decode(held + "=" * (-len(held) % 4)).hex()
    except (signing.BadSignature, binascii.Error) as error:
        raise ValueError("forged") from error
    return Chooser(both[:32], both[32:])


def preferences_url(chooser: Chooser) -> str:
    """Return the whole address of the page on which `chooser` chooses."""
    return settings.ORG_SITE_URL + reverse("outbox:preferences", args=[token_of(chooser)])


def unsubscribe_url(chooser: Chooser, topic: str) -> str:
    """Return the whole address at which one press ends `topic` for `chooser`."""
    return settings.ORG_SITE_URL + reverse("outbox:unsubscribe", args=[token_of(chooser), topic])


def _signer() -> signing.Signer:
    return signing.Signer(key=secret(), salt="outbox.preferences", sep=".")
