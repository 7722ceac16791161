"""The kinds of message with figures: the Monday report to the board, and the monthly letter to donors."""

from datetime import UTC
from typing import Any

from dateutil.parser import isoparse
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.predicates import is_donor, is_finance, is_program_staff
from core.outbox.enums import Audience, Lane, Topic
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from donors.board import monday_of, report
from donors.models import BoardReader
from donors.published import newest


def _board(message: OutgoingMessage) -> dict[str, Any]:
    at = message.context.get("at")
    # Without a date nobody is sent it: somebody looks at how it reads.
    if at and not BoardReader.objects.filter(person=message.recipient_id).exists():
        raise NoLongerWanted("reads_it_no_more")
    day = isoparse(at).astimezone(UTC).date() if at else clock.today(settings.ORG_TIME_ZONE)
    return {"report": report(monday_of(day, settings.ORG_TIME_ZONE))}


def _letter(message: OutgoingMessage) -> dict[str, Any]:
    published = newest()
    if published["release"] is None:
        raise NoLongerWanted("no_release_yet")
    person = message.recipient
    may_open = settings.ORG_PUBLIC_DASHBOARD or (is_donor | is_program_staff | is_finance)(person)
    return {**published, "page": reverse("donors:dashboard") if may_open else ""}


register(
    Kind(
        "board_report",
        Lane.BULK,
        _("The Monday report"),
        _board,
        audience=Audience.STAFF,
        unsubscribe=Topic.DIGEST,
        anchor="every Monday",
        dropped="staff took them off the list of its readers",
    )
)
register(
    Kind(
        "donors_letter",
        Lane.BULK,
        _("The monthly letter to donors"),
        _letter,
        audience=Audience.DONOR,
        unsubscribe=Topic.DONORS,
        anchor="the first day of each month",
        dropped="no figures were released yet",
    )
)
