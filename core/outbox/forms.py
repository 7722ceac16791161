from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.once.forms import OnceForm
from core.outbox.enums import Topic


class PreferencesForm(OnceForm):
    topics = forms.MultipleChoiceField(
        label=_("Send me"), required=False, widget=forms.CheckboxSelectMultiple, choices=Topic.choices
    )
    again = forms.BooleanField(label=_("Send mail to this address again"), required=False)

    def __init__(self, *args: Any, topics: list[Topic], blocked: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topics"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(topic.value, topic.label) for topic in topics]
        if not blocked:
            del self.fields["again"]
