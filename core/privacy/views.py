"""One's own data: to take along, to erase, to hide; and the button for when somebody feels unsafe."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from core import clock
from core.accounts.models import User
from core.accounts.recent import RecentlyAuthenticatedMixin, ask_again, is_recent
from core.accounts.requests import person_of
from core.once.views import OnceActionView, OnceFormView
from core.privacy import asking, export_files, exporting, hiding, safety
from core.privacy.forms import EraseForm, HideForm
from core.privacy.models import ExportRequest, PrivacyChoices
from core.privacy.registry import obstacles_for

HOME = reverse_lazy("privacy:data")


class YourDataView(TemplateView):
    template_name = "privacy/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = person_of(self.request)
        return super().get_context_data(
            exports=ExportRequest.objects.filter(user=person, expired_at__isnull=True),
            tries=exporting.MAXIMUM_ATTEMPTS,
            erasure=asking.open_request_of(person),
            choices=PrivacyChoices.objects.filter(user=person).select_related("contact").first(),
            **kwargs,
        )


class AskForExportView(OnceActionView):
    back_url = HOME
    done_message = _("We are putting it together. In a few minutes we mail you a link.")

    def act(self) -> str:
        exporting.ask(person_of(self.request), at=clock.now())
        return str(self.back_url)


@method_decorator(never_cache, name="dispatch")
class ExportView(View):
    """The file itself, for its owner alone, who has just shown that it is they."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        own = ExportRequest.objects.filter(user=person_of(request), made_at__isnull=False)
        export = get_object_or_404(own, public_id=public_id)
        file = export_files.file_of(export)
        if export.expires_at is None or export.expires_at <= clock.now() or not file.is_file():
            messages.info(
                request, _("That file has been deleted, as all are after a week. We gladly make a new one.")
            )
            return HttpResponseRedirect(str(HOME))
        if not is_recent(request):
            return ask_again(request)
        return FileResponse(file.open("rb"), as_attachment=True, filename="everything-about-me.zip")


@method_decorator(never_cache, name="dispatch")
class EraseView(RecentlyAuthenticatedMixin, OnceFormView):
    template_name = "privacy/erase.html"
    form_class = EraseForm
    done_message = _("We have noted it, and written to you. You can change your mind for seven days.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = person_of(self.request)
        return super().get_context_data(
            erasure=asking.open_request_of(person),
            obstacles=obstacles_for(person),
            days=asking.DAYS_TO_CHANGE_ONES_MIND,
            **kwargs,
        )

    def act(self, form: EraseForm) -> str:
        asking.ask(person_of(self.request), at=clock.now())
        return reverse("privacy:erase")


class KeepView(OnceActionView):
    back_url = HOME
    done_message = _("Nothing is erased. We are glad that you stay.")

    def act(self) -> str:
        asking.keep(person_of(self.request), at=clock.now())
        return str(self.back_url)


class SafetyView(OnceFormView):
    template_name = "privacy/safety.html"
    form_class = HideForm
    success_url = reverse_lazy("privacy:safety")
    done_message = _("From now on only the person you chose sees you.")

    @cached_property
    def choices(self) -> PrivacyChoices | None:
        own = PrivacyChoices.objects.filter(user=person_of(self.request), hidden_since__isnull=False)
        return own.select_related("contact").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": person_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            choices=self.choices,
            call=safety.open_call_of(person_of(self.request)),
            contacts=safety.contacts(),
            hotlines=settings.ORG_HOTLINES,
            **kwargs,
        )

    def act(self, form: HideForm) -> str:
        contact: User = form.cleaned_data["contact"]
        hiding.hide(person_of(self.request), contact=contact, at=clock.now())
        return str(self.success_url)


class ShowView(OnceActionView):
    back_url = reverse_lazy("privacy:safety")
    done_message = _("The people who work with you see you again.")

    def act(self) -> str:
        hiding.show(person_of(self.request))
        return str(self.back_url)


class UnsafeView(OnceActionView):
    """One press. What happens next is told on the page it leads to."""

    back_url = reverse_lazy("privacy:safety")

    def act(self) -> str:
        safety.press(person_of(self.request), at=clock.now())
        return str(self.back_url)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Somebody in danger is never told that a page was out of date."""
        response = super().post(request, *args, **kwargs)
        if safety.open_call_of(person_of(request)) is None and not request.POST.get("form_key"):
            self.act()
        return response


class MistakeView(OnceActionView):
    back_url = reverse_lazy("privacy:safety")
    done_message = _("Good to know. Nobody will call.")

    def act(self) -> str:
        safety.take_back(person_of(self.request), at=clock.now())
        return str(self.back_url)


class NamedView(OnceActionView):
    back_url = HOME
    done_message = _("Saved.")

    def act(self) -> str:
        consents = self.request.POST.get("named") == "yes"
        hiding.consent_to_be_named(person_of(self.request), consents=consents, at=clock.now())
        return str(self.back_url)
