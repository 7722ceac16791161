from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.once.forms import OnceForm
from core.outbox.desk.reading import choices
from core.outbox.enums import Lane, Status


class FilterForm(forms.Form):
    who = forms.CharField(label=_("Name or e-mail"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("any")), *Status.choices])
    lane = forms.ChoiceField(label=_("Lane"), required=False, choices=[("", _("any")), *Lane.choices])
    day = forms.DateField(
        label=_("Written on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("any")), *choices()]  # type: ignore[attr-defined]
        style(self)


class PreviewForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"))
    who = forms.CharField(
        label=_("As it would read for"),
        max_length=200,
        required=False,
        help_text=_("The name or the e-mail address of a candidate, or of somebody who works here."),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose a kind")), *choices()]  # type: ignore[attr-defined]
        style(self)


class HoldForm(OnceForm):
    kind = forms.ChoiceField(label=_("Hold back"), required=False)
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Your colleagues read it; the recipients do not.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("everything but sign-in codes"))]
        self.fields["kind"].choices = [*everything, *choices()]  # type: ignore[attr-defined]
        style(self)


class LeaveOutForm(OnceForm):
    """Which reminder that is to come: about what, to whom, and when."""

    subject = forms.UUIDField()
    person = forms.UUIDField()
    due_at = forms.DateTimeField()


def style(form: forms.Form) -> None:
    """Give the fields the look of the site."""
    for field in form.fields.values():
        if not field.widget.is_hidden:
            name = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", name)
