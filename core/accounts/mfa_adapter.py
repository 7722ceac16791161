"""The secrets of second factors are encrypted where they are kept, with a key derived from SECRET_KEY."""

import base64
from typing import Any

from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from core.accounts.devices import device_of

MARK = "sealed:"


def _fernet() -> Fernet:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"second factor").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))


class MFAAdapter(DefaultMFAAdapter):
    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002 - allauth's name
        """A passkey is called by the device on which it is made, until its owner says otherwise."""
        return device_of(current.request.headers.get("User-Agent", ""))

    def encrypt(self, text: str) -> str:
        return MARK + _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was kept before it was encrypted is read as it is."""
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        return _fernet().decrypt(encrypted_text.removeprefix(MARK).encode()).decode()
