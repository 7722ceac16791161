"""For those who keep the facts: what to find out first, what was told, and files."""

from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from core import clock
from core.accounts.requests import person_of
from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.views import OnceActionView, OnceFormView
from offices import fact_files, facts
from offices.enums import FactStatus
from offices.forms import RefuseForm, UploadForm
from offices.models import Fact, WantedOffice
from offices.research import gaps

AT_ONCE = 50


class KeepersOnly(UserPassesTestMixin):
    """Program staff and researchers."""

    request: HttpRequest
    raise_exception = True

    def test_func(self) -> bool:
        return facts.keeps_facts(person_of(self.request))


def told_facts() -> Any:
    """Return what waits to be confirmed, the oldest first."""
    told = Fact.objects.filter(status=FactStatus.TOLD).order_by("created_at", "pk")
    return told.select_related("office", "election", "told_by")


class QueueView(KeepersOnly, TemplateView):
    template_name = "offices/research.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = list(told_facts()[: AT_ONCE + 1])
        wanted = WantedOffice.objects.filter(closed_at=None).order_by("asked_at", "pk")
        return super().get_context_data(
            told=[(fact, OnceForm()) for fact in told[:AT_ONCE]],
            more_told=len(told) > AT_ONCE,
            gaps=gaps(today=clock.now().date(), limit=AT_ONCE),
            wanted=wanted[:AT_ONCE],
            **kwargs,
        )


class OfAToldFact:
    kwargs: dict[str, Any]

    @cached_property
    def fact(self) -> Fact:
        return get_object_or_404(
            Fact.objects.select_related("office", "election"), public_id=self.kwargs["public_id"]
        )


class ConfirmView(KeepersOnly, OfAToldFact, OnceActionView):
    back_url = reverse_lazy("offices:research")
    done_message = gettext_lazy("Confirmed, and shown from now on.")

    def act(self) -> str:
        facts.confirm(self.fact, actor=person_of(self.request), at=clock.now())
        return str(self.back_url)


class RefuseView(KeepersOnly, OfAToldFact, OnceFormView):
    template_name = "offices/refuse.html"
    form_class = RefuseForm
    done_message = gettext_lazy("Noted. It is not shown to anybody.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(fact=self.fact, **kwargs)

    def act(self, form: RefuseForm) -> str:
        because = form.cleaned_data["because"]
        facts.refuse(self.fact, because=because, actor=person_of(self.request), at=clock.now())
        return reverse("offices:research")


class UploadView(KeepersOnly, OnceFormView):
    """First a dry run, then the same text again, whole or not at all."""

    template_name = "offices/upload.html"
    form_class = UploadForm

    def form_valid(self, form: UploadForm) -> HttpResponse:
        if "load" in self.request.POST:
            return super().form_valid(form)
        text = form.cleaned_data["text"]
        checked = fact_files.check(text, today=clock.now().date())
        again = UploadForm(initial={"text": text})
        status = 422 if checked.problems else 200
        context = self.get_context_data(form=again, checked=checked, problems=checked.problems[:AT_ONCE])
        return self.render_to_response(context, status=status)

    def act(self, form: UploadForm) -> str:
        loaded = fact_files.load(form.cleaned_data["text"], by=person_of(self.request), at=clock.now())
        if loaded.problems:
            raise Refused("faulty", _("Nothing was loaded. %(problem)s") % {"problem": loaded.problems[0]})
        words = {"rows": len(loaded.rows), "new": loaded.new}
        self.done_message = (
            ngettext(
                "Loaded %(rows)s row, %(new)s of them new.",
                "Loaded %(rows)s rows, %(new)s of them new.",
                len(loaded.rows),
            )
            % words
        )
        return reverse("offices:research")
