"""Rows as COPY wants them, and beside a tracked row the history that its triggers would have written."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from pghistory.core import RowEvent
from psycopg2.extras import DateTimeTZRange

NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
PGH = ("pgh_created_at", "pgh_label", "pgh_obj_id")
Row = dict[str, str]


def _text(value: str) -> str:
    if value.isprintable() and "\\" not in value:
        return value
    return value.translate(ESCAPES)


class _Moments:
    """Writes moments; one and the same goes into many cells one after the other."""

    def __init__(self) -> None:
        self._last: datetime | None = None
        self._text = NULL

    def __call__(self, value: datetime) -> str:
        if value is not self._last:
            self._last, self._text = value, str(value)
        return self._text


MOMENT = _Moments()


def _list(values: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


class JsonList(list[Any]):
    """A list for a column of JSON; other lists are arrays."""


def _json(value: dict[str, Any] | list[Any]) -> str:
    return _text(json.dumps(value))


class _Cells(dict[type, Callable[[Any], str]]):
    """How a value of each type is written; a subclass as its parent."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        found = next((self[parent] for parent in kind.__mro__[1:] if parent in self), None)
        if found is None:
            raise TypeError(f"COPY has no text for a {kind.__name__}.")
        self[kind] = str.__str__ if issubclass(kind, models.TextChoices) else found
        return self[kind]


CELL = _Cells(
    {
        str: _text,
        int: str,
        bool: lambda value: "t" if value else "f",
        type(None): lambda value: NULL,
        datetime: MOMENT,
        date: str,
        time: str,
        Decimal: str,
        UUID: str,
        list: _list,
        tuple: _list,
        dict: _json,
        JsonList: _json,
        DateTimeTZRange: lambda period: f"[{period.lower},{period.upper})",
    }
)


class Missing:
    """Stands where a column has neither a value nor a default."""


CELL[Missing] = lambda value: "<missing>"


class Sheet:
    """The rows of one table that are not written yet.

    With `numbered`, and where the table is tracked, keys are given out here, else by the database.
    """

    def __init__(self, model: type[models.Model], *, numbered: bool) -> None:
        self.history = _History.of(model)
        numbered = numbered or self.history is not None
        fields = [f for f in model._meta.concrete_fields if numbered or not f.primary_key]
        self.table = model._meta.db_table
        self.numbered = numbered
        self.blank: Row = {f.attname: _default(f) for f in fields}
        self.columns = {f.attname: str(f.column) for f in fields}
        self.next_key = _first_free(self.table) if numbered else 0
        self.rows: list[Row] = []

    @property
    def copy(self) -> str:
        return _copy(self.table, self.columns.values())

    @property
    def tables(self) -> list[str]:
        """The table and, where there is one, that of its history."""
        return [self.table] + ([self.history.table] if self.history is not None else [])

    def add(self, at: datetime | None, values: dict[str, Any]) -> Row:
        """Add a row and, where the table is tracked, that it was inserted at the moment `at`."""
        row = self.blank.copy()
        if self.numbered:
            row["id"] = str(self.next_key)
            self.next_key += 1
        for name, value in values.items():
            row[name] = CELL[value.__class__](value)
        if len(row) != len(self.blank):
            raise ValueError(f"{self.table} has no column {set(row) - set(self.blank)}.")
        self.rows.append(row)
        if self.history is not None and at is not None:
            self.history.insert(row, MOMENT(at))
        return row

    def change(self, row: Row, at: datetime, values: dict[str, Any]) -> None:
        """Change a row of this sheet, with the history of it."""
        changed = {}
        for name, value in values.items():
            text = CELL[value.__class__](value)
            if row[name] != text:
                changed[name] = row[name] = text
        if self.history is not None and changed:
            self.history.update(row, changed.keys(), MOMENT(at))

    def take(self) -> list[tuple[str, list[str]]]:
        """Return what to copy now, this table before its history, and forget it."""
        lines = ["\t".join(row.values()) + "\n" for row in self.rows]
        taken = [(self.copy, lines)] if lines else []
        self.rows = []
        return taken + (self.history.take() if self.history is not None else [])


class _History:
    """The event rows of a tracked model, written as its triggers would, but dated with the simulated moment."""

    def __init__(self, event_model: Any) -> None:
        own = [f for f in event_model._meta.concrete_fields if not f.name.startswith("pgh_")]
        self.table = event_model._meta.db_table
        self.copy = _copy(self.table, [*PGH, *(f.column for f in own)])
        self._cells = itemgetter(*(f.attname for f in own))
        self._inserts = [t.label for t in event_model.pgh_trackers if _fires_on(t, "INSERT")]
        updates = [t for t in event_model.pgh_trackers if _fires_on(t, "UPDATE")]
        model = event_model.pgh_tracked_model
        self._updates = [
            (t.label, {model._meta.get_field(name).attname for name in t.condition.fields or ()})
            for t in updates
        ]
        self.lines: list[str] = []

    @classmethod
    def of(cls, model: type[models.Model]) -> "_History | None":
        """Return the history of `model`, or of the proxy that is tracked in its place; None if there is none."""
        for event_model in apps.get_models():
            tracked = getattr(event_model, "pgh_tracked_model", None)
            if tracked is not None and tracked._meta.concrete_model is model:
                return cls(event_model)
        return None

    def insert(self, row: Row, at: str) -> None:
        for label in self._inserts:
            self._write(label, row, at)

    def update(self, row: Row, changed: Iterable[str], at: str) -> None:
        for label, fields in self._updates:
            if not fields.isdisjoint(changed):
                self._write(label, row, at)

    def take(self) -> list[tuple[str, list[str]]]:
        taken, self.lines = self.lines, []
        return [(self.copy, taken)] if taken else []

    def _write(self, label: str, row: Row, at: str) -> None:
        self.lines.append("\t".join((at, label, row["id"], *self._cells(row))) + "\n")


def _fires_on(tracker: Any, operation: str) -> bool:
    return isinstance(tracker, RowEvent) and str(tracker.operation) == operation


def _default(field: Any) -> str:
    """The text of a column that nobody sets: its constant default, NULL where that is allowed."""
    if isinstance(field, models.JSONField) and field.has_default():
        return _json(field.get_default())
    if field.has_default() and (not callable(field.default) or field.default in (dict, list)):
        return CELL[field.get_default().__class__](field.get_default())
    if field.null:
        return NULL
    return "" if field.empty_strings_allowed and field.blank else CELL[Missing](None)


def _first_free(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])


def _copy(table: str, columns: Iterable[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'COPY "{table}" ({names}) FROM STDIN'
