from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.backoffice import MomentWidget
from core.once.forms import OnceForm


class SessionForm(OnceForm):
    """A day and a time in the reader's own zone. An hour that a clock change leaves out, or has twice, is told."""

    starts_at = forms.SplitDateTimeField(label=_("Day and time"), widget=MomentWidget)
    about = forms.CharField(
        label=_("What is it about?"),
        help_text=_("The other one reads this. You can leave it empty."),
        max_length=200,
        required=False,
    )


class MoveForm(SessionForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["about"]
