"""All that a database says, without the keys that it gave out itself: two databases can be compared."""

import re
from collections import Counter, defaultdict
from functools import cached_property
from hashlib import sha1
from typing import Any

from django.apps import apps
from django.db import models

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
APPS = ("accounts", "account", "mfa", "candidates", "interviews", "community", "mentorship")
APPS += ("funding", "donors", "scheduling", "outbox", "once")
OF_OFFICES = ("election", "race", "costobservation", "electionevent", "raceevent", "costobservationevent")
# Given out by the database or by chance; when a trigger fired is the one thing that a simulated past cannot tell it.
MADE_UP = {"public_id", "batch", "password", "pgh_id", "pgh_created_at", "pgh_context"}
# What is still to be looked at is no part of the story: it is empty as soon as somebody has looked.
WORK_LISTS = {"eligibilitydue", "costschanged", "rulesseen"}
# Second factors are not of the seed; a sign-up is known to be the demonstration's only after the service made it.
LEFT_OUT = {("authenticator", "data"), ("authenticator", "created_at"), ("userevent", "is_demonstration")}


def domain_models() -> list[type[models.Model]]:
    """Return every model whose rows are compared; the shipped library is not the demonstration's."""
    found = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]
    left_out = {"course", "lesson", *WORK_LISTS}
    ours = [m for m in found if m._meta.app_label in APPS and m._meta.model_name not in left_out]
    return ours + [m for m in found if m._meta.app_label == "offices" and m._meta.model_name in OF_OFFICES]


class Snapshot:
    """Reads every row at once. A reference stands for what it refers to, by key or by public id, all the way down."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], dict[Any, dict[str, Any]]] = {
            model: {row[model._meta.pk.attname]: row for row in model._base_manager.values()}  # type: ignore[union-attr]
            for model in domain_models()
        }
        self._told: dict[tuple[type[models.Model], Any], str] = {}

    @cached_property
    def tables(self) -> dict[str, Counter[str]]:
        """Return of each table how often each row is in it."""
        return {
            model._meta.db_table: Counter(self._tell(model, key) for key in rows)
            for model, rows in self._rows.items()
        }

    @cached_property
    def _owners(self) -> dict[str, tuple[type[models.Model], Any]]:
        return {
            str(row["public_id"]): (model, key)
            for model, rows in self._rows.items()
            if not hasattr(model, "pgh_tracked_model")
            for key, row in rows.items()
            if "public_id" in row
        }

    def _tell(self, model: type[models.Model], key: Any) -> str:
        if (model, key) not in self._told:
            row = self._rows[model][key]
            told = [
                f"{f.name}={self._value(f, row[f.attname])}"
                for f in model._meta.concrete_fields
                if _counts(f)
            ]
            self._told[model, key] = "; ".join(told)
        return self._told[model, key]

    def _value(self, field: Any, value: Any) -> str:
        target = field.related_model._meta.concrete_model if field.is_relation else None
        if target in self._rows and value is not None:
            return self._short(target, value)
        return UUID.sub(lambda found: self._named(found[0]), _plain(value))

    def _named(self, text: str) -> str:
        return self._short(*self._owners[text]) if text in self._owners else text

    def _short(self, model: type[models.Model], key: Any) -> str:
        return f"{model._meta.model_name}:{sha1(self._tell(model, key).encode()).hexdigest()[:16]}"


def differences(one: Snapshot, other: Snapshot) -> dict[str, dict[str, list[str]]]:
    """Return by table the rows that only one of the two has, three of each for reading."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for table, rows in one.tables.items():
        for side, left in (("first", rows - other.tables[table]), ("second", other.tables[table] - rows)):
            if left:
                found[table][f"{left.total()} only in the {side}"] = sorted(left)[:3]
    return dict(found)


def _counts(field: Any) -> bool:
    own_key = field.primary_key or (field.name == "id" and hasattr(field.model, "pgh_tracked_model"))
    return (
        not own_key
        and field.name not in MADE_UP
        and (field.model._meta.model_name, field.name) not in LEFT_OUT
    )


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return repr(sorted((key, _plain(item)) for key, item in value.items()))
    return str(value)
