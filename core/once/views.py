"""Views for forms that are carried out once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.services import carry_out_once


class OnceFormView(FormView):
    """A form page. `act(form)` does the work and returns where to go; what it refuses is shown above the form."""

    done_message: Any = ""

    def act(self, form: Any) -> str:
        return str(self.get_success_url())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            answer, fresh = carry_out_once(
                form.cleaned_data["form_key"], user=self.request.user, work=lambda: self.act(form)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        if fresh and self.done_message:
            messages.success(self.request, str(self.done_message))
        return HttpResponseRedirect(answer)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class OnceActionView(View):
    """A button. `act()` does the work and returns where to go; a refusal is told on the page the person came from."""

    http_method_names = ["post"]
    done_message: Any = ""
    back_url: Any = "/me/"

    def act(self) -> str:
        return str(self.back_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OnceForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This page was out of date. Please try again."))
            return HttpResponseRedirect(str(self.back_url))
        try:
            answer, fresh = carry_out_once(form.cleaned_data["form_key"], user=request.user, work=self.act)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.refused(refusal)
        if fresh and self.done_message:
            messages.success(request, str(self.done_message))
        return HttpResponseRedirect(answer)

    def refused(self, refusal: Refused) -> HttpResponse:
        return HttpResponseRedirect(str(self.back_url))
