"""Looking for those who were invited, and for those who left: where Slack's events do not reach us, or got lost.

A few people a tick, those first who have waited longest. Their next moment is written before Slack is asked, so two
workers ask about different people, and one who dies costs an hour.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from community import slack_api
from community.slack import note_joined, note_left
from community.slack_models import SlackMembership, SlackStatus

BATCH = 20
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOOKED_FOR = (SlackStatus.TO_INVITE, SlackStatus.INVITED)
WATCHED = (SlackStatus.JOINED, SlackStatus.TO_REMOVE)


def next_look(status: str, since: datetime | None, now: datetime) -> datetime | None:
    """Return when Slack is asked again about somebody in `status` who was invited `since`; None: not any more.

    For two days once an hour, for two weeks four times a day, then daily, and no longer after sixty days. Whoever has
    joined is looked at once a day.
    """
    if status in WATCHED:
        return now + DAY
    waited = now - (since or now)
    if waited < 2 * DAY:
        return now + HOUR
    if waited < 14 * DAY:
        return now + 6 * HOUR
    return now + DAY if waited < 60 * DAY else None


def look(*, now: datetime, limit: int = BATCH) -> Counter[str]:
    """Ask Slack about up to `limit` people whose moment has come; return how many of which outcome."""
    found: Counter[str] = Counter()
    if not settings.SLACK_BOT_TOKEN:
        return found
    left = _claim(now, limit)
    while left:
        membership = left.pop(0)
        try:
            found[_look_at(membership, now)] += 1
        except slack_api.SlackAway as away:
            found["away"] += 1
            wait = timedelta(seconds=away.seconds or 60)
            keys = [membership.pk, *(other.pk for other in left)]
            SlackMembership.objects.filter(pk__in=keys, look_at__isnull=False).update(look_at=now + wait)
            break
    return found


@transaction.atomic
def _claim(now: datetime, limit: int) -> list[SlackMembership]:
    due = SlackMembership.objects.filter(look_at__lte=now, status__in=(*LOOKED_FOR, *WATCHED))
    rows = due.select_for_update(of=("self",), skip_locked=True).select_related("candidate__user")
    claimed = list(rows.order_by("look_at")[:limit])
    for membership in claimed:
        membership.look_at = next_look(membership.status, membership.invited_at or membership.queued_at, now)
    SlackMembership.objects.bulk_update(claimed, ["look_at"])
    return claimed


def _look_at(membership: SlackMembership, now: datetime) -> str:
    one = SlackMembership.objects.filter(pk=membership.pk)
    if membership.status in LOOKED_FOR or not membership.slack_id:
        return _look_for(membership, one, now)
    try:
        user = slack_api.call("users.info", user=membership.slack_id).get("user")
    except slack_api.SlackRefused as refusal:
        return (
            "gone" if refusal.code == "user_not_found" and note_left(one, actor=None, at=now) else "unknown"
        )
    if isinstance(user, dict) and user.get("deleted") is True:
        note_left(one, actor=None, at=now)
        return "gone"
    return "there"


def _look_for(membership: SlackMembership, one: Any, now: datetime) -> str:
    """Look for somebody by the address that we know: to let them in, or, once in, to learn their id."""
    try:
        user = slack_api.call("users.lookupByEmail", email=membership.candidate.user.email).get("user")
    except slack_api.SlackRefused:
        return "not yet"
    user = user if isinstance(user, dict) else {}
    slack_id = user.get("id")
    if not isinstance(slack_id, str) or user.get("deleted") is True:
        return "not yet"
    return "joined" if note_joined(one, actor=None, at=now, slack_id=slack_id) else "there"
