from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.enums import Topic
from core.once.forms import OnceForm


class AskForm(OnceForm):
    """R5: what the talk should cover."""

    topics = forms.MultipleChoiceField(
        label=_("What should we talk about?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SlotForm(OnceForm):
    """A start, in ISO 8601 with its offset, as the page offered it."""

    start = forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M:%S%z"],
        error_messages={
            "required": _("Choose one of the times below."),
            "invalid": _("Choose one of the times below."),
        },
    )
