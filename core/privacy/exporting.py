"""Everything we know of one person: one JSON file with a stable form, and the same as pages to read, in one ZIP."""

from __future__ import annotations

import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from psycopg2.extras import DateTimeTZRange

from core.accounts.models import User
from core.doorbell import ring_on_commit
from core.outbox.services import enqueue
from core.privacy import export_files, registry
from core.privacy.erasing import identity_of
from core.privacy.models import ExportRequest
from core.privacy.registry import Holding

logger = logging.getLogger(__name__)

# Of the JSON: a field may be added; one that changes its meaning or goes makes it 2.
VERSION = 1
DAYS_TO_FETCH = 7
MAXIMUM_ATTEMPTS = 5


def ask(user: User, *, at: datetime) -> ExportRequest:
    """Ask for an export; while one is being made, that one. One that failed too often is tried afresh."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        waiting = ExportRequest.objects.filter(user=user, made_at__isnull=True).first()
        if waiting is None:
            waiting = ExportRequest.objects.create(user=user, asked_at=at)
        elif waiting.attempts >= MAXIMUM_ATTEMPTS:
            waiting.attempts = 0
            waiting.save(update_fields=["attempts"])
        ring_on_commit("core.privacy.tasks.keep_promises")
    return waiting


def make_waiting(*, now: datetime) -> int:
    """Make every export that waits; return how many. One that fails is tried again later, and holds up nobody."""
    waiting = ExportRequest.objects.filter(made_at__isnull=True, attempts__lt=MAXIMUM_ATTEMPTS)
    made = 0
    for key in waiting.order_by("pk").values_list("pk", flat=True):
        try:
            made += _make(key, now)
        except Exception:
            logger.exception("The export %s could not be made.", key)
            ExportRequest.objects.filter(pk=key).update(attempts=F("attempts") + 1)
    return made


def expire(*, now: datetime) -> int:
    """Delete the files of exports that may not be fetched any more, and any that no request stands for."""
    ExportRequest.objects.filter(expires_at__lte=now, expired_at__isnull=True).update(expired_at=now)
    return export_files.delete_those_without_a_request()


@transaction.atomic
def _make(key: int, now: datetime) -> bool:
    """Under the row's lock: an erasure, which deletes row and file, waits until the file is there to be deleted."""
    rows = ExportRequest.objects.select_for_update(of=("self",), skip_locked=True).select_related("user")
    export = rows.filter(pk=key, made_at__isnull=True).first()
    if export is None:
        return False
    export.made_at, export.expires_at = now, now + timedelta(days=DAYS_TO_FETCH)
    target = export_files.file_of(export)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    with translation.override(export.user.language), timezone.override(ZoneInfo(export.user.time_zone)):
        _write(unfinished, export.user, now)
    unfinished.chmod(0o600)
    unfinished.replace(target)
    export.save(update_fields=["made_at", "expires_at"])
    enqueue(
        "export_ready",
        export.user,
        {"export": str(export.public_id)},
        key=f"export_ready:{export.public_id}",
        expires_at=export.expires_at,
    )
    return True


def _write(target: Path, user: User, now: datetime) -> None:
    sections = list(sections_of(user))
    told = {
        "schema": "personal-export",
        "version": VERSION,
        "made_at": now.isoformat(),
        "organisation": settings.ORG_NAME,
        "person": str(user.public_id),
        "sections": [{key: section[key] for key in ("table", "title", "rows")} for section in sections],
        "left_out": left_out(),
    }
    page = render_to_string(
        "privacy/export_page.html",
        {
            "sections": sections,
            "person": user,
            "made_at": now,
            "left_out": left_out(),
            "org": settings.ORG_NAME,
        },
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2))
        archive.writestr("index.html", page)
        archive.writestr("export.css", Path(str(finders.find("css/export.css"))).read_bytes())


def left_out() -> list[str]:
    """Return, a sentence each, what we know and do not hand out, and why."""
    return [
        _("Your interviewer’s ratings and private notes: they are that person’s words to us, not to you."),
        _("Secrets, such as passwords and codes: not even we can read them."),
        _("Which of our staff did what, and when: that is kept to protect you, and it names others."),
    ]


def sections_of(user: User) -> Iterator[dict[str, Any]]:
    """Yield every table with rows of `user`: for the JSON as `rows`, for people as `cards` of label and value."""
    who = identity_of(user)
    for holding in registry.all_holdings():
        if not holding.shows:
            continue
        related = [name for name in holding.shows if holding.model._meta.get_field(name).is_relation]
        found = list(holding.rows(who).select_related(*related))
        if found:
            yield {
                "table": holding.model._meta.label_lower,
                "title": str(holding.title),
                "rows": [{name: _value(getattr(row, name)) for name in holding.shows} for row in found],
                "cards": [_card(holding, row) for row in found],
            }


def _card(holding: Holding, row: Any) -> list[tuple[str, Any]]:
    card = []
    for name in holding.shows:
        field: Any = holding.model._meta.get_field(name)
        value = getattr(row, name)
        shown = getattr(row, f"get_{name}_display")() if field.choices else value
        if value not in (None, "", [], {}):
            card.append((str(field.verbose_name), shown))
    return card


def _value(value: Any) -> Any:
    """Return `value` in JSON's types."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, DateTimeTZRange):
        return {"from": _value(value.lower), "until": _value(value.upper)}
    if isinstance(value, Decimal | UUID):
        return str(value)
    return str(value)
