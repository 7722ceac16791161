"""What the back office's lists and forms share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.accounts.requests import person_of
from core.lifecycle import Refused
from core.privacy.hiding import without_hidden

if TYPE_CHECKING:
    from core.accounts.models import User


def as_facts(facts: Iterable[tuple[Any, Any]]) -> SafeString:
    """Return names and values as HTML; what is empty is left out."""
    rows = [(name, value) for name, value in facts if value not in ("", None)]
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows))


def chosen(request: HttpRequest, name: str, rows: QuerySet[Any]) -> Any:
    """Return the one of `rows` that the link to a form names, or None."""
    key = request.GET.get(name, "")
    return rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


class DiscreetAdmin(admin.ModelAdmin):
    """Whoever hides is neither listed nor among those one chooses from, but for the one who may see them."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return without_hidden(super().get_queryset(request), person_of(request))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        rows: Any = kwargs.get("queryset")
        if rows is None:
            rows = self.get_field_queryset(kwargs.get("using"), db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager.all()
        kwargs["queryset"] = without_hidden(rows, person_of(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class MomentWidget(forms.SplitDateTimeWidget):
    """The browser's own choosers of a day and a time."""

    def __init__(self, **_kwargs: Any) -> None:
        super().__init__(
            date_format="%Y-%m-%d",
            time_format="%H:%M",
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
        )


class LeanAdmin(DiscreetAdmin):
    """A list that never counts the whole table and never deletes: history points at its rows.

    Where the model's queryset has `visible_to`, everybody sees only what that allows.
    """

    show_full_result_count = False
    list_per_page = 50
    # Django's own calendars set styles that our pages forbid.
    formfield_overrides = {
        models.DateField: {"widget": DAY},
        models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": MomentWidget},
        models.TimeField: {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})},
    }

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(person_of(request)) if hasattr(rows, "visible_to") else rows

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """A list is called by what it lists."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class ReadOnlyAdmin(LeanAdmin):
    """Rows that only services write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class YetFilter(admin.EmptyFieldListFilter):
    """Rows for which something has happened, or not yet."""

    def choices(self, changelist: Any) -> Any:
        for choice, label in zip(
            super().choices(changelist), (_("All"), _("not yet"), _("yes")), strict=True
        ):
            yield {**choice, "display": label}


class RadioGroup(forms.RadioSelect):
    """Buttons that a screen reader announces together, by the name of their field."""

    def __init__(self, label: Any) -> None:
        super().__init__()
        self.label = label

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        buttons = super().render(*args, **kwargs)
        return format_html('<div role="radiogroup" aria-label="{}">{}</div>', self.label, buttons)


class ServiceForm(forms.ModelForm):
    """A form that is saved by a service; what that refuses is an error of the form, and nothing typed is lost."""

    actor: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.RadioSelect):
                buttons: Any = field
                buttons.widget = RadioGroup(buttons.label)
                buttons.choices = [choice for choice in buttons.choices if choice[0] not in ("", None)]

    def act(self) -> Any:
        """Call the service that does what this form asks for and return the row it wrote. May raise Refused."""
        return self.instance

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance = self.act()
        except Refused as refusal:
            self.add_error(None, str(refusal))

    def save(self, commit: bool = True) -> Any:
        """The service has saved already."""
        return self.instance

    def save_m2m(self) -> None:
        """There is nothing beside the row itself."""


class ServiceAdmin(LeanAdmin):
    """The page of a `ServiceForm`; the signed-in person is the actor.

    `add_title` and `change_title` say what one does there.
    """

    form: type[ServiceForm] = ServiceForm
    add_title: Any = ""
    change_title: Any = ""

    def beside(self, request: HttpRequest) -> Any:
        """Return what somebody has to have read before they fill in a new form, as safe HTML."""
        return ""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        text = self.beside(request) if obj is None else ""
        if not text:
            return fieldsets
        (name, options), *others = fieldsets
        return [(name, {**options, "description": text}), *others]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """One button: what it does is done once."""
        title = self.add_title if kwargs.get("add") else self.change_title
        context |= {"show_save_and_continue": False, "show_save_and_add_another": False}
        if title and (kwargs.get("add") or context.get("has_change_permission")):
            context["title"] = title
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """What one chooses from is kept elsewhere."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_change_related = False
        return field

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"actor": person_of(request)})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The service has saved already."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """There is nothing beside the row itself."""
