"""`EMAIL_URL`: a mail server's address, or a provider's key as `anymail+mailgun://KEY@/?sender_domain=mg.site.org`."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from environ import Env

PROVIDER_SCHEME = "anymail+"
# What anymail calls the key of each provider. Those that need a package of their own are reached by SMTP.
PROVIDERS = {
    "brevo": "API_KEY",
    "mailersend": "API_TOKEN",
    "mailgun": "API_KEY",
    "mailjet": "API_KEY",
    "mailtrap": "API_TOKEN",
    "mandrill": "API_KEY",
    "postal": "API_KEY",
    "postmark": "SERVER_TOKEN",
    "resend": "API_KEY",
    "scaleway": "SECRET_KEY",
    "sparkpost": "API_KEY",
    "unisender_go": "API_KEY",
}
# Their signatures are read by a package of their own: what they tell is believed by MAIL_WEBHOOK_SECRET alone.
UNSIGNED = {"resend"}


def provider_of(url: str) -> str:
    """Return the provider that `url` names, by anymail's name; empty for a mail server."""
    if not url.startswith(PROVIDER_SCHEME):
        return ""
    # The scheme of an address holds no underscore.
    return urlsplit(url).scheme.removeprefix(PROVIDER_SCHEME).replace("-", "_")


def mail_settings(url: str, webhook_secret: str) -> dict[str, Any]:
    """Return the Django settings by which mail leaves.

    Raises ValueError for a provider that is unknown, has no key, or whose signatures cannot be read here.

    What follows the question mark are the provider's other settings, as anymail's documentation of it names them.
    """
    provider = provider_of(url)
    if not provider:
        return dict(Env.email_url_config(url)) if url else {}
    parts = urlsplit(url)
    if provider not in PROVIDERS or not parts.username:
        raise ValueError(url)
    if provider in UNSIGNED and "signing_secret" in dict(parse_qsl(parts.query)):
        raise ValueError(url)
    name = provider.upper()
    own = {f"{name}_{key.upper()}": value for key, value in parse_qsl(parts.query)}
    own[f"{name}_{PROVIDERS[provider]}"] = unquote(parts.username)
    if parts.password:
        own[f"{name}_SECRET_KEY"] = unquote(parts.password)
    return {
        "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
        "MAIL_PROVIDER": provider,
        "ANYMAIL": anymail_settings(webhook_secret) | own,
    }


def anymail_settings(webhook_secret: str) -> dict[str, Any]:
    """Return what holds for every provider: it is waited for ten seconds, and what it cannot do is left out."""
    return {
        "REQUESTS_TIMEOUT": 10,
        "IGNORE_UNSUPPORTED_FEATURES": True,
        "WEBHOOK_SECRET": [webhook_secret] if webhook_secret else [],
    }
