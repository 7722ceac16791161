"""What a setting may be: how its text is read, and the words for it when it cannot be."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from environ import Env

from runforsomething.settings.mail import mail_settings, provider_of

WORDS_FOR_TRUE = ("true", "yes", "on", "1")
WORDS_FOR_FALSE = ("false", "no", "off", "0")


@dataclass(frozen=True)
class Kind:
    """`parse` raises ValueError for what is not `noun`; `hint` shows what would be. `empty` is the value of no text."""

    noun: str
    hint: str
    parse: Callable[[str], Any]
    empty: Any = ""


def _matching(pattern: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(text)
        return text

    return parse


def _full_file(text: str) -> str:
    file = Path(text)
    if not (file.is_file() and os.access(file, os.R_OK) and file.stat().st_size):
        raise ValueError(text)
    return text


def _yes_or_no(text: str) -> bool:
    word = text.lower()
    if word not in WORDS_FOR_TRUE + WORDS_FOR_FALSE:
        raise ValueError(text)
    return word in WORDS_FOR_TRUE


def _share(text: str) -> Decimal:
    try:
        share = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not (share.is_finite() and 0 < share <= 1):
        raise ValueError(text)
    return share


def _url(*schemes: str, path: bool = True, name: bool = False) -> Callable[[str], str]:
    """Read a URL of one of `schemes`; without a path, or with a path that names something."""

    def parse(text: str) -> str:
        parts = urlsplit(text)
        has_path = bool(parts.path.strip("/"))
        if parts.scheme not in schemes or (has_path and not path) or (name and not has_path):
            raise ValueError(text)
        if parts.port is not None and not 0 < parts.port < 65536:  # `port` raises ValueError by itself, too
            raise ValueError(text)
        if not (parts.hostname or name or parts.scheme in ("unix", "consolemail", "memorymail", "dummymail")):
            raise ValueError(text)
        return text

    return parse


def _url_or_off(*schemes: str) -> Callable[[str], str]:
    """Read a URL, or nothing where somebody writes that there is to be none."""
    url = _url(*schemes)
    return lambda text: "" if text.lower() in WORDS_FOR_FALSE else url(text)


def _mail(text: str) -> str:
    if provider_of(text):
        mail_settings(text, "")
        return text
    return _url(*Env.EMAIL_SCHEMES)(text)


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+", parseaddr(text)[1]):
        raise ValueError(text)
    return text


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or any(re.search(r"[\s/]", name) for name in names):
        raise ValueError(text)
    return names


def _addresses(text: str) -> list[str]:
    return [_address(address).lower() for address in _names(text)]


def _origins(text: str) -> list[str]:
    return [_url("http", "https", path=False)(origin.strip()) for origin in text.split(",")]


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError(text)
    return text


def whole(least: int, most: int, hint: int) -> Kind:
    """A whole number from `least` to `most`, both included."""

    def parse(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return Kind(f"a whole number from {least} to {most:,}", str(hint), parse)


def number(least: float, most: float, hint: str) -> Kind:
    """A number from `least` to `most`, both included."""

    def parse(text: str) -> float:
        value = float(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    return Kind(f"a number from {least:g} to {most:g}", hint, parse)


def one_of(*words: str) -> Kind:
    """One of a few words."""
    return Kind("one of " + ", ".join(words), words[0], _matching("|".join(words)))


def secret(length: int) -> Kind:
    """A text that nobody guesses."""
    return Kind(
        f"a text of {length} characters or more", "a long random text", _matching(f"(?s).{{{length},}}")
    )


def _rating(text: str) -> Any:
    """Read a name and what 0, 2 and 4 mean, or that it is not rated."""
    if text.lower() in WORDS_FOR_FALSE:
        return "off"
    parts = tuple(part.strip() for part in text.split("//"))
    if len(parts) != 4 or not all(parts):
        raise ValueError(text)
    return parts


TEXT = Kind("a text", "some words", str)
FOLDER = Kind("a folder's whole path", "/srv/site/files", _matching(r"/.*"))
PATH = Kind("a path", "some/where", str)
FULL_FILE = Kind("a file that can be read and holds something", "the path of one", _full_file)
YES_OR_NO = Kind("on or off", "on or off", _yes_or_no)
SHARE = Kind("a share above 0 and up to 1", "0.15", _share)
RATING = Kind(
    "a name and three meanings with // between them, or `off`",
    "Reason // none // a cause // a problem that this office can solve",
    _rating,
)
COLOUR = Kind("a colour", "six hexadecimal digits like #4338ca", _matching("#[0-9a-fA-F]{6}"))
ADDRESS = Kind("an e-mail address", "Name <name@your-organisation.org>", _address)
HOSTS = Kind("a list of host names", "site.org,www.site.org", _names, [])
ADDRESSES = Kind("a list of e-mail addresses", "ann@site.org,bo@site.org", _addresses, [])
ORIGINS = Kind("a list of origins", "https://site.org,https://www.site.org", _origins, [])
ZONE = Kind("a time zone's name", "America/Chicago", _zone)
SITE = Kind("an address without a path", "https://site.org", _url("http", "https", path=False))
LINK = Kind("a web address", "https://…", _url("https", "http"))
LINK_OR_OFF = Kind("a web address, or `off`", "https://…", _url_or_off("https", "http"))
SLACK_TOKEN = Kind("a bot token of Slack", "xoxb-…", _matching(r"xoxb-[A-Za-z0-9-]+"))
DATABASE = Kind(
    "a PostgreSQL address",
    "postgres://user:password@host:5432/name",
    _url("postgres", "postgresql", name=True),
)
BROKER = Kind("a Redis address", "redis://host:6379/0", _url("redis", "rediss", "unix"))
MAIL = Kind("a mail server's address", "smtp+tls://user:password@host:587", _mail)
CREDENTIALS = Kind(
    "a name, a colon and 20 characters or more", "name:a-long-random-text", _matching(r"[^:\s]+:\S{20,}")
)
ACCOUNT = Kind("a Twilio account", "AC and 32 hexadecimal digits", _matching(r"AC[0-9a-f]{32}"))
SENDER = Kind(
    "a number or a messaging service",
    "+15125550100, or MG and 32 hexadecimal digits",
    _matching(r"\+[1-9]\d{6,14}|MG[0-9a-f]{32}"),
)
REPORTS = Kind("a Sentry address", "https://key@host/number", _url("https", "http", name=True))
