"""What a person told us, when each of it last changed, and changing it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Interest
from candidates.promised_calls import promise_call
from core.accounts.models import User
from core.audit.tracking import CHANGED
from offices.models import Office, ZipCode

OF_THE_USER = ("first_name", "last_name", "time_zone", "language")
OF_THE_CANDIDATE = ("phone", "postal_code", "running_when", "filed_on", "topics", "exploring")


@dataclass(frozen=True)
class Detail:
    """One thing that a person told us, in words, and the moment of its last change."""

    name: str
    label: Any
    value: str
    changed_at: datetime


def save_details(
    candidate: Candidate, changes: Mapping[str, Any], offices: Iterable[Office], *, at: datetime
) -> None:
    """Write what the person changed: fields of `OF_THE_USER` and `OF_THE_CANDIDATE`, and the offices of interest.

    Whoever says for the first time that they have filed is called within one working day. Another phone number was
    never agreed to be texted, so texts end until the person agrees anew.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=candidate.user_id)
        locked = Candidate.objects.select_for_update().get(pk=candidate.pk)
        write_differing(user, {name: changes[name] for name in OF_THE_USER})
        fields = {name: changes[name] for name in OF_THE_CANDIDATE}
        if fields["postal_code"] != locked.postal_code:
            fields["state"] = _state_of(fields["postal_code"])
        if fields["phone"] != locked.phone:
            fields["text_consented_at"] = None
        first_filing = fields["filed_on"] is not None and locked.filed_on is None
        if _set_interests(locked, offices, at):
            fields["interests_changed_at"] = at
        write_differing(locked, fields)
        if first_filing:
            promise_call(locked, at=at)


def write_differing(row: Any, fields: Mapping[str, Any]) -> None:
    """Write only what differs, so that the history tells of nothing else."""
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.save(update_fields=changed)


def _state_of(postal_code: str) -> str:
    return ZipCode.objects.filter(code=postal_code[:5]).values_list("state", flat=True).first() or ""


def _set_interests(candidate: Candidate, offices: Iterable[Office], at: datetime) -> bool:
    wanted = {office.pk for office in offices}
    known = set(candidate.interests.values_list("office_id", flat=True))
    candidate.interests.exclude(office_id__in=wanted).delete()
    Interest.objects.bulk_create(
        Interest(candidate=candidate, office_id=pk, created_at=at) for pk in sorted(wanted - known)
    )
    return wanted != known


def details_of(candidate: Any) -> list[Detail]:
    """Return what the person told us, in the order of the form. Three queries."""
    user: Any = candidate.user
    changed = last_changes(user.events) | last_changes(candidate.events)
    offices = list(candidate.interests.select_related("office").order_by("office__name"))
    interests = candidate.interests_changed_at or max(
        [candidate.signed_up_at, *(interest.created_at for interest in offices)]
    )
    told: list[tuple[str, Any, Any]] = [
        ("first_name", _("First name"), user.first_name),
        ("last_name", _("Last name"), user.last_name),
        ("email", _("E-mail address"), user.email),
        ("phone", _("Phone"), candidate.phone.as_national if candidate.phone else ""),
        ("date_of_birth", _("Birth date"), candidate.date_of_birth),
        ("postal_code", _("ZIP code"), candidate.postal_code),
        ("time_zone", _("Time zone"), user.time_zone.replace("_", " ")),
        ("language", _("Language"), user.language_name),
        ("offices", _("Offices that interest you"), [interest.office.name for interest in offices]),
        ("running_when", _("When you might run"), candidate.get_running_when_display()),
        ("filed_on", _("Already filed on"), candidate.filed_on),
        ("topics", _("Topics for the talk"), candidate.topic_names),
    ]
    changed["offices"] = interests
    return [
        Detail(
            name, label, shown(value), max(changed.get(name, candidate.signed_up_at), candidate.signed_up_at)
        )
        for name, label, value in told
    ]


def shown(value: Any) -> str:
    """Return a value in words: a list with commas, a day in the reader's language, nothing as an empty text."""
    if isinstance(value, list):
        return ", ".join(value)
    return date_format(value) if isinstance(value, date) else str(value or "")


def last_changes(events: Any) -> dict[str, datetime]:
    """Return, by field, when the history of a row last saw another value in it. One query.

    Of personal fields the history keeps that they changed; what never changed is left out.
    """
    found: dict[str, datetime] = {}
    before: dict[str, Any] | None = None
    for event in events.order_by("pgh_id").values():
        if event["pgh_label"].endswith(CHANGED):
            found[event["pgh_label"].removesuffix(CHANGED)] = event["pgh_created_at"]
            continue
        if before is not None:
            differs = [name for name, value in event.items() if value != before[name]]
            found |= dict.fromkeys(differs, event["pgh_created_at"])
        before = event
    return found
