"""After the sign-up: what comes next, the mail once more, and a mistyped address put right."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from candidates.afterwards import afterwards, coming_calls, remember, remembered, usual_wait
from candidates.corrections import correct_address, send_again
from candidates.fields import AddressField
from candidates.models import Intake
from candidates.wished_calls import wish
from core import clock
from core.accounts.limits import TooMany, count_or_refuse
from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.views import OnceActionView, OnceFormView

PAGE = "candidates/signed_up.html"


class AddressForm(OnceForm):
    email = AddressField(
        label=gettext_lazy("The right e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Give the address that we should write to."),
            "invalid": gettext_lazy("An e-mail address looks like name@example.org. Check yours."),
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class CallForm(forms.Form):
    call = forms.UUIDField()


def _what_comes_next(request: HttpRequest) -> dict[str, Any]:
    """What the page shows: the same for everybody, whether the address was known or not."""
    now = clock.now()
    intake = remembered(request, now=now)
    return {
        "after": afterwards(intake, now=now) if intake else None,
        "calls": coming_calls(now),
        "wait": usual_wait(),
        "share_url": f"{settings.ORG_SITE_URL}/?utm_source=friend",
    }


@method_decorator([login_not_required, never_cache], name="dispatch")
class SignedUpView(TemplateView):
    template_name = PAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AddressForm(auto_id="right_%s")
        return super().get_context_data(form=form, **_what_comes_next(self.request), **kwargs)


def _count(request: HttpRequest, intake: Intake) -> None:
    """Raises Refused when this sign-up, or this network, has asked for very many mails."""
    try:
        count_or_refuse(request, "sign_up_mail", key=str(intake.form_key))
    except TooMany:
        raise Refused(
            "too_many", _("That was often enough for now. Look among unwanted mail, or try again in an hour.")
        ) from None


def _too_late() -> Refused:
    return Refused("too_late", _("We no longer know what you sent from here. Please sign up again."))


@method_decorator([login_not_required, never_cache], name="dispatch")
class ResendView(OnceActionView):
    back_url = "/signup/sent/"
    done_message = gettext_lazy("Sent once more. It takes a minute.")

    def act(self) -> str:
        intake = remembered(self.request, now=clock.now())
        if intake is None:
            raise _too_late()
        _count(self.request, intake)
        send_again(intake)
        return reverse("candidates:signed_up")


@method_decorator([login_not_required, never_cache], name="dispatch")
class WishCallView(OnceActionView):
    back_url = "/signup/sent/"
    done_message = gettext_lazy("Chosen. The seat is yours as soon as you confirm your address.")

    def act(self) -> str:
        now = clock.now()
        intake = remembered(self.request, now=now)
        if intake is None:
            raise _too_late()
        form = CallForm(self.request.POST)
        wish(intake, form.cleaned_data["call"] if form.is_valid() else None, at=now)
        return reverse("candidates:signed_up")


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class CorrectView(OnceFormView):
    template_name = PAGE
    form_class = AddressForm
    done_message = gettext_lazy("Corrected. We have mailed the link to the address that you just gave.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"auto_id": "right_%s"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_what_comes_next(self.request), **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("candidates:signed_up"))

    def form_valid(self, form: AddressForm) -> HttpResponse:
        answer = super().form_valid(form)
        if answer.status_code == 302:
            remember(self.request, form.cleaned_data["form_key"])
        return answer

    def act(self, form: AddressForm) -> str:
        intake = remembered(self.request, now=clock.now())
        if intake is None:
            raise _too_late()
        _count(self.request, intake)
        data = form.cleaned_data
        correct_address(intake, data["email"], form_key=data["form_key"], now=clock.now())
        return reverse("candidates:signed_up")
