"""A form's field for a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.uploads.contents import MIME_TYPES, MOST_BYTES, Checked, check, too_large
from core.uploads.unfit import Unfit


class UploadField(forms.FileField):
    """Cleans to `Checked`, or to None where nothing was sent. Its form has `enctype="multipart/form-data"`."""

    def __init__(self, **options: Any) -> None:
        accepted = ",".join(MIME_TYPES.values())
        options.setdefault("widget", forms.FileInput(attrs={"accept": accepted}))
        super().__init__(**options)

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            if file.size > MOST_BYTES:
                raise too_large()
            return check(file.read(), name=file.name or "")
        except Unfit as unfit:
            raise ValidationError(str(unfit), code="unfit") from unfit

    def clean(self, data: Any, initial: Any = None) -> Checked | None:
        checked: Checked | None = super().clean(data, None)
        return checked
