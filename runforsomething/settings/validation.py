"""What a start is refused for: all faults of the environment at once, one sentence each."""

import difflib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from runforsomething.settings.declared import ORGANISATION, PROGRAM, REFUSED, REQUIRED, TABLE, Setting

OWN_PREFIXES = ("ORG_", "PROGRAM_")
LONGEST_SHOWN = 60


def faults(environment: Mapping[str, str], *, production: bool = True) -> list[str]:
    """Return one sentence for each fault in `environment`; an empty list means that it may start.

    On one machine only the organisation's own settings are looked at: the rest has working defaults.
    """
    declared = TABLE.values() if production else [*ORGANISATION, *PROGRAM]
    found = [fault for setting in declared for fault in _of_one(setting, environment, production)]
    found += _unknown(environment)
    if production:
        found += _contradictions({name: _value(name, environment) for name in TABLE}, environment)
    return found


def refuse_faulty_environment(*, production: bool = True) -> None:
    """Raise ImproperlyConfigured that names every fault of the process's environment."""
    found = faults(os.environ, production=production)
    if found:
        raise ImproperlyConfigured(
            "This installation cannot start.\n" + "\n".join(f"- {fault}" for fault in found)
        )


def _of_one(setting: Setting, environment: Mapping[str, str], production: bool) -> Iterator[str]:
    text = environment.get(setting.name, "").strip()
    if production and setting.production == REQUIRED and not text:
        yield f"{setting.name} is not set: give {setting.kind.hint}."
    elif production and setting.production == REFUSED and text and _is_on(setting, text):
        yield f"{setting.name} is set: it is for one machine only; remove it."
    elif text:
        try:
            setting.kind.parse(text)
        except ValueError:
            shown = "" if setting.sensitive else f" {_short(text)!r}, which is"
            yield f"{setting.name} is{shown} not {setting.kind.noun}: give {setting.kind.hint}."


def _is_on(setting: Setting, text: str) -> bool:
    try:
        return bool(setting.kind.parse(text))
    except ValueError:
        return True


def _unknown(environment: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(environment):
        if name.startswith(OWN_PREFIXES) and name not in TABLE:
            near = difflib.get_close_matches(name, TABLE, n=1)
            advice = f"did you mean {near[0]}?" if near else "docs/settings.md lists those that there are."
            yield f"{name} is no setting: {advice}"


def _contradictions(values: dict[str, Any], environment: Mapping[str, str]) -> Iterator[str]:
    """Each one is told only when the settings that it is about can be read by themselves."""
    hosts, site = values["ALLOWED_HOSTS"] or [], values["ORG_SITE_URL"] or ""
    if "*" in hosts:
        yield "ALLOWED_HOSTS holds '*': name the hosts."
    if environment.get("ORG_SITE_URL") and site:
        host = urlsplit(site).hostname or ""
        if hosts and "*" not in hosts and not any(_covers(pattern, host) for pattern in hosts):
            yield f"ORG_SITE_URL names {host}, which ALLOWED_HOSTS does not: mailed links would be refused."
        if values["SECURE_SSL_REDIRECT"] and site.startswith("http://"):
            yield "ORG_SITE_URL starts with http:// while SECURE_SSL_REDIRECT is on: give the https:// address."
    if values["SECURE_SSL_REDIRECT"] and values["TRUSTED_PROXY_COUNT"] == 0:
        yield "SECURE_SSL_REDIRECT is on while TRUSTED_PROXY_COUNT is 0: say how many proxies speak https in front."
    twilio = {name: values[name] for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM")}
    if any(twilio.values()) and not all(twilio.values()):
        missing = ", ".join(name for name, value in twilio.items() if not value)
        yield f"Texts need {missing} too: give all three TWILIO_ settings, or none."
    if "static" in Path(values["MEDIA_DIR"] or "").parts:
        yield "MEDIA_DIR lies below a folder of static files, which everybody can read: give one elsewhere."


def _covers(pattern: str, host: str) -> bool:
    """As Django reads ALLOWED_HOSTS: a leading dot stands for the name and whatever is below it."""
    pattern = pattern.lower()
    return host == pattern or (pattern.startswith(".") and (host.endswith(pattern) or host == pattern[1:]))


def _value(name: str, environment: Mapping[str, str]) -> Any:
    """Return what the setting is, or None where that cannot be read."""
    try:
        return TABLE[name].read(environment)
    except ValueError:
        return None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
