"""The four answers to the last welcome mail. Looking at the page changes nothing."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from candidates import standing
from candidates.afterwards import coming_calls
from candidates.enums import RunningWhen
from candidates.views.own import OwnProfile
from core import clock
from core.once.forms import OnceForm
from core.once.views import OnceFormView


class LaterForm(OnceForm):
    when = forms.ChoiceField(label=_("Which year might be yours?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = {"next": year + 1, "after": year + 2}
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            (RunningWhen.NEXT_YEAR, _("In %(next)s") % years),
            (RunningWhen.LATER, _("In %(after)s, or after it") % years),
        ]


class ChoiceView(OwnProfile, OnceFormView):
    template_name = "candidates/choice.html"
    form_class = LaterForm
    success_url = reverse_lazy("candidates:me")
    done_message = _("Noted. We are quiet until you come back; your page keeps everything for you.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"year": clock.now().year}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        calls = coming_calls(clock.now())
        return super().get_context_data(
            candidate=self.candidate,
            calls=calls,
            ready=calls[0].url if calls else reverse("candidates:me"),
            help_address=settings.ORG_EMAIL_HELP,
            **kwargs,
        )

    def act(self, form: LaterForm) -> str:
        standing.come_later(self.candidate, when=form.cleaned_data["when"], at=clock.now())
        return str(self.success_url)
