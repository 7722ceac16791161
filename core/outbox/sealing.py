"""Encrypt the few texts that hold a secret with a key derived from SECRET_KEY."""

import base64
import json

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _fernet() -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"outbox sealed body").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(body: dict[str, str]) -> bytes:
    return _fernet().encrypt(json.dumps(body).encode())


def unseal(ciphertext: bytes) -> dict[str, str]:
    """Raises cryptography.fernet.InvalidToken when SECRET_KEY has changed since."""
    body: dict[str, str] = json.loads(_fernet().decrypt(ciphertext))
    return body
