from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from candidates.enums import Topic
from core.once.forms import OnceForm
from interviews.booking import Wish
from interviews.enums import Channel


class AskForm(OnceForm):
    """R5: what the talk should cover."""

    topics = forms.MultipleChoiceField(
        label=_("What should we talk about?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SlotForm(OnceForm):
    """A start, in ISO 8601 with its offset, as the page offered it, and how the candidate wants to talk."""

    channel = forms.ChoiceField(choices=Channel.choices, required=False, widget=forms.HiddenInput)
    language = forms.ChoiceField(
        choices=[("", ""), *settings.LANGUAGES], required=False, widget=forms.HiddenInput
    )
    start = forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M:%S%z"],
        error_messages={
            "required": _("Choose one of the times below."),
            "invalid": _("Choose one of the times below."),
        },
    )

    @property
    def wish(self) -> Wish:
        typed = self.cleaned_data
        return Wish(
            language=typed.get("language") or None,
            channel=typed.get("channel") or Channel.VIDEO,
            accommodation=typed.get("accommodation", ""),
        )


class ConfirmForm(SlotForm):
    channel = forms.ChoiceField(
        label=_("How shall we talk?"),
        choices=[(Channel.VIDEO, _("By video")), (Channel.PHONE, _("By phone"))],
        required=False,
        widget=forms.RadioSelect,
    )
    accommodation = forms.CharField(
        label=_("What would help you in the talk?"),
        help_text=_("Captions, an interpreter, more time, a quiet hour: your interviewer reads this."),
        required=False,
        max_length=300,
    )
