"""Signing up, and the checks of single fields as they are left."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from candidates import intake as intakes
from candidates.afterwards import remember
from candidates.once_more import ask_once_more, needs_asking
from candidates.sign_up_form import CHECKED, UTM, SignUpForm
from core import clock
from core.accounts.limits import TooMany, count_or_refuse
from core.once.views import OnceFormView

ONCE_MORE = 429


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class SignUpView(OnceFormView):
    template_name = "candidates/sign_up.html"
    form_class = SignUpForm

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        initial: dict[str, Any] = {name: asked[name][:200] for name in UTM if name in asked}
        return initial | {
            "postal_code": asked.get("zip", "")[:10],
            "offices": asked.getlist("office")[:20],
            "exploring": "exploring" in asked,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"zip_code": self.request.GET.get("zip", "")[:10]}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "look" in request.POST:
            form = self.get_form()
            form.leave_unchecked()
            return self.render_to_response(self.get_context_data(form=form, looked=True))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        if needs_asking(form, at=clock.now()):
            return self._once_more(form)
        try:
            answer = super().form_valid(form)
        except TooMany:
            return self._once_more(form)
        remember(self.request, form.cleaned_data["form_key"])
        return answer

    def act(self, form: SignUpForm) -> str:
        """Within the transaction of the form's key, so that the same form twenty times counts once."""
        count_or_refuse(self.request, "sign_up", key=form.cleaned_data["email"])
        intakes.receive(form.payload(), form_key=form.cleaned_data["form_key"], now=clock.now())
        return reverse("candidates:signed_up")

    def _once_more(self, form: SignUpForm) -> HttpResponse:
        ask_once_more(form, at=clock.now())
        context = self.get_context_data(form=form, sure=form["opened"].value())
        return self.render_to_response(context, status=ONCE_MORE)


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class CheckFieldView(View):
    """One field as somebody leaves it; with a ZIP code, the offices around it. Nothing of it is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, field: str) -> HttpResponse:
        if field not in CHECKED:
            return HttpResponseBadRequest(_("This is no field that can be checked by itself."))
        form = SignUpForm(request.POST)
        checked = form[field]
        context = {"form": form, "field": checked, "errors": checked.errors, "name": field}
        return render(request, "candidates/partials/checked_field.html", context)
