"""What people tell us about offices, ask us to find out, and miss."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.accounts.requests import person_of
from core.lifecycle import Refused
from core.once.views import OnceActionView, OnceFormView
from offices import facts
from offices.elections import election_on
from offices.enums import OF_AN_ELECTION, ElectionKind, FactKind
from offices.forms import SomethingElseForm, TellForm
from offices.models import Office, ResearchRequest, WantedOffice

MOST_WISHES = 20


class AboutAnOffice:
    kwargs: dict[str, Any]

    @cached_property
    def office(self) -> Office:
        return get_object_or_404(
            Office.objects.select_related("division"), public_id=self.kwargs["public_id"]
        )

    @property
    def card_url(self) -> str:
        return reverse("offices:card", args=[self.office.public_id])


class TellView(AboutAnOffice, OnceFormView):
    """Whoever keeps the facts writes them down; what anybody else tells is checked first."""

    template_name = "offices/tell.html"
    form_class = TellForm

    @cached_property
    def is_keeper(self) -> bool:
        return facts.keeps_facts(person_of(self.request))

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"is_keeper": self.is_keeper, "today": clock.now().date()}
        return super().get_form_kwargs() | more

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        return {"kind": kind} if kind in FactKind else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(office=self.office, is_keeper=self.is_keeper, **kwargs)

    def act(self, form: TellForm) -> str:
        data, at, person = form.cleaned_data, clock.now(), person_of(self.request)
        kind, election = FactKind(data["kind"]), None
        if kind in OF_AN_ELECTION:
            day, of = data["election_day"], data["election_kind"] or ElectionKind.GENERAL
            election = election_on(day, state=self.office.state, kind=of)
        said = facts.Statement(
            kind, data["value"], data["source"], data["source_url"], data["checked_on"], election
        )
        if self.is_keeper:
            facts.record(self.office, said, by=person, at=at)
            messages.success(self.request, _("Saved, and shown from now on."))
        else:
            facts.tell(self.office, said, by=person, at=at)
            messages.success(
                self.request,
                _("Thank you. A person checks it before it is shown to others, and we write to you."),
            )
        return self.card_url


class AskView(AboutAnOffice, OnceActionView):
    """ "Ask us to find out"."""

    done_message = gettext_lazy(
        "Noted: you are in the queue for this office. We find out, write to you, and it shows here."
    )

    @property
    def back_url(self) -> str:
        return self.card_url

    def act(self) -> str:
        ResearchRequest.objects.get_or_create(
            office=self.office, asked_by=person_of(self.request), defaults={"asked_at": clock.now()}
        )
        return self.card_url


@method_decorator(login_not_required, name="dispatch")
class SomethingElseView(OnceFormView):
    """Open to all to read; to be answered, somebody has to be signed in."""

    template_name = "offices/something_else.html"
    form_class = SomethingElseForm
    done_message = gettext_lazy("Thank you. We look for it, write to you once we have it, and it shows here.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return super().post(request, *args, **kwargs)

    def act(self, form: SomethingElseForm) -> str:
        person, data = person_of(self.request), form.cleaned_data
        mine = WantedOffice.objects.filter(asked_by=person, closed_at=None)
        if mine.count() >= MOST_WISHES:
            raise Refused("too_many", _("You have asked for many offices already. We answer those first."))
        WantedOffice.objects.get_or_create(
            asked_by=person,
            kind=data["kind"],
            state=data["state"],
            description=data["description"],
            closed_at=None,
            defaults={"asked_at": clock.now()},
        )
        return reverse("offices:something_else")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = WantedOffice.objects.select_related("found").order_by("-pk")
        mine = asked.filter(asked_by=self.request.user.pk)[:MOST_WISHES]
        return super().get_context_data(mine=mine, **kwargs)
