"""No table, and no text in it, is forgotten: every model says what of it belongs to a person."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from core.lifecycle import Transition
from core.privacy.registry import Fate, all_holdings, all_impersonal, holdings_of

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField)
MODELS = [m for m in apps.get_models(include_auto_created=True) if not m._meta.proxy]
HISTORIES = [m for m in MODELS if hasattr(m, "pgh_tracked_model")]


def texts_of(model: type[models.Model]) -> set[str]:
    """The fields in which somebody can write what they like."""
    fields = model._meta.concrete_fields
    return {f.name for f in fields if isinstance(f, TEXTS) and not f.choices and not f.primary_key}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_says_what_of_it_belongs_to_a_person(model: type[models.Model]) -> None:
    """A new model goes into its app's `personal.py`: what is shown in an export, what erasure does."""
    if issubclass(model, Transition) or model in HISTORIES:
        return  # keys, codes and dates; histories are looked at below
    assert holdings_of(model) or model._meta.label in all_impersonal()


@pytest.mark.parametrize("holding", all_holdings(), ids=lambda holding: holding.model._meta.label)
def test_every_text_of_a_person_is_deleted_blanked_or_kept_on_purpose(holding: object) -> None:
    if holding.fate is Fate.DELETES:  # type: ignore[attr-defined]
        return
    said = {name for one in holdings_of(holding.model) for name in (*one.blanks, *one.keeps)}  # type: ignore[attr-defined]
    assert texts_of(holding.model) - said == set()  # type: ignore[attr-defined]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda model: model._meta.label)
def test_no_history_keeps_what_an_erasure_takes_out_of_its_table(history: type[models.Model]) -> None:
    tracked = history.pgh_tracked_model  # type: ignore[attr-defined]
    holdings = holdings_of(tracked)
    if any(holding.history for holding in holdings):
        return
    taken = {name for holding in holdings for name in holding.blanks if name in texts_of(tracked)}
    assert taken & {field.name for field in history._meta.concrete_fields} == set()


@pytest.mark.parametrize("holding", all_holdings(), ids=lambda holding: holding.model._meta.label)
def test_what_an_export_shows_is_there(holding: object) -> None:
    for name in holding.shows:  # type: ignore[attr-defined]
        holding.model._meta.get_field(name)  # type: ignore[attr-defined]
    assert bool(holding.shows) == bool(holding.title)  # type: ignore[attr-defined]
