import uuid

from django import forms


class FormKeyField(forms.UUIDField):
    """The hidden key by which a form that is sent twice is carried out once."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(initial=uuid.uuid4)


class OnceForm(forms.Form):
    form_key = FormKeyField()
