from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.once.forms import OnceForm
from core.privacy import safety


class EraseForm(OnceForm):
    understood = forms.BooleanField(
        label=_("I understand: after seven days everything about me is erased, for good."),
        error_messages={"required": _("Tick the box to show that you want everything erased.")},
    )


class HideForm(OnceForm):
    contact = forms.ModelChoiceField(
        label=_("Who should still see you?"),
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one person: somebody has to be able to reach you.")},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contact: Any = self.fields["contact"]
        contact.queryset = safety.contacts().exclude(pk=person.pk)
