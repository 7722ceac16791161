"""Talking to Slack: ten seconds a call at most, and none before the moment that Slack asked us to wait for.

That moment is a row: the next worker keeps to it as well. Nothing here is called within a request.
"""

import math
import re
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Greatest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from community.slack_models import SlackPause
from core import clock

TIMEOUT_SECONDS = 10
# Where Slack names no moment, or a nonsensical one.
WAIT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(days=1)
# What is wrong with the token is wrong for every call, and nobody's call is lost for it.
ACCOUNT = {
    "account_inactive", "invalid_auth", "missing_scope", "no_permission", "not_allowed_token_type", "not_authed",
    "token_expired", "token_revoked", "access_denied", "team_access_not_granted", "accesslimited",
}  # fmt: skip
PASSING = {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
EVERY_METHOD = ""


class SlackAway(Exception):
    """Slack cannot be asked now. `seconds` is how long not to, where that is known."""

    def __init__(self, code: str, seconds: float | None = None) -> None:
        super().__init__(code)
        self.code, self.seconds = code[:120], seconds


class SlackRefused(Exception):
    """Slack's answer is no, and will be. `code` is Slack's own."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:120]


def call(method: str, **arguments: Any) -> dict[str, Any]:
    """Call `method` of Slack's Web API and return its answer. Raises SlackAway or SlackRefused."""
    if not settings.SLACK_BOT_TOKEN:
        raise SlackAway("no_token", 3_600)
    if left := seconds_left(method, now=clock.now()):
        raise SlackAway("ratelimited", left)
    client = WebClient(
        settings.SLACK_BOT_TOKEN, settings.SLACK_API_URL, timeout=TIMEOUT_SECONDS, retry_handlers=[]
    )
    try:
        answer = client.api_call(method, params=arguments).data
    except SlackApiError as error:
        raise _meaning(method, error) from None
    except (SlackClientError, HTTPException, OSError, ValueError, AttributeError) as error:
        # An answer that is no JSON object, or none at all, is somebody else's than Slack's.
        raise SlackAway(type(error).__name__) from None
    if not isinstance(answer, dict):
        raise SlackAway("no_json")
    return answer


def _meaning(method: str, error: SlackApiError) -> Exception:
    response: Any = error.response
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error") or "no_reason")
    if response.status_code == 429 or code in ("ratelimited", "rate_limited"):
        return _paused(method, "ratelimited", _asked_to_wait(response.headers))
    if code in ACCOUNT:
        return _paused(EVERY_METHOD, code, timedelta(minutes=10))
    if not re.fullmatch(r"[a-z0-9_]+", code):
        return SlackAway("no_json")
    if response.status_code >= 500 or code in PASSING or "error" not in data:
        return SlackAway(code)
    return SlackRefused(code)


def _paused(method: str, code: str, wait: timedelta) -> SlackAway:
    pause(method, until=clock.now() + wait)
    return SlackAway(code, wait.total_seconds())


def _asked_to_wait(headers: Any) -> timedelta:
    """Read `Retry-After`, which is in seconds."""
    found = {str(name).lower(): value for name, value in dict(headers or {}).items()}.get("retry-after")
    value = found[0] if isinstance(found, list) and found else found
    try:
        seconds = float(str(value))
    except ValueError:
        return WAIT
    if not math.isfinite(seconds) or seconds < 0:
        return WAIT
    return min(timedelta(seconds=max(seconds, 1)), LONGEST_WAIT)


def pause(method: str, *, until: datetime) -> None:
    """Call `method` not before `until`, whoever asks; the later of two moments holds."""
    _row, created = SlackPause.objects.get_or_create(method=method, defaults={"until": until})
    if not created:
        SlackPause.objects.filter(method=method).update(until=Greatest("until", until))


def seconds_left(method: str, *, now: datetime) -> float:
    """Return how long `method` may not be called yet; 0 when it may."""
    holding = SlackPause.objects.filter(Q(method=method) | Q(method=EVERY_METHOD), until__gt=now)
    until = holding.order_by("-until").values_list("until", flat=True).first()
    return (until - now).total_seconds() if until else 0.0
