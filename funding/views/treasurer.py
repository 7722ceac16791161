"""Naming the treasurer, and the treasurer's answer."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView, OnceFormView
from funding import applications, treasurers
from funding.forms import TreasurerForm
from funding.models import FundingApplication, TreasurerInvitation
from funding.views.own import OwnRace


class InviteTreasurerView(OwnRace, OnceFormView):
    template_name = "funding/invite_treasurer.html"
    form_class = TreasurerForm
    done_message = _("Invited. They can write at your application once they accept.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        treasurer = treasurers.treasurer_of(self.application) if self.application else None
        return super().get_context_data(candidacy=self.candidacy, treasurer=treasurer, **kwargs)

    def act(self, form: TreasurerForm) -> str:
        now = clock.now()
        application = applications.open_application(self.candidacy, at=now)
        email = form.cleaned_data["email"]
        treasurers.invite_treasurer(application, email, actor=person_of(self.request), at=now)
        return self.race_url


class Invited:
    """An application to which the person who is signed in is invited."""

    request: Any
    kwargs: Any

    def open_ones(self) -> QuerySet[TreasurerInvitation]:
        return TreasurerInvitation.objects.filter(user=person_of(self.request), ended_at__isnull=True)

    @cached_property
    def application(self) -> FundingApplication:
        mine = FundingApplication.objects.filter(pk__in=self.open_ones().values("application"))
        related = mine.select_related("candidacy__candidate__user", "candidacy__race__office")
        return get_object_or_404(related, public_id=self.kwargs["public_id"])

    @property
    def application_url(self) -> str:
        return reverse("funding:application", args=[self.application.candidacy.public_id])


class InvitationView(Invited, TemplateView):
    template_name = "funding/invitation.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.open_ones().filter(application=self.application, accepted_at__isnull=False).exists():
            return HttpResponseRedirect(self.application_url)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(application=self.application, **kwargs)


class AcceptView(Invited, OnceActionView):
    done_message = _("You write at this application now, as its treasurer.")
    back_url = "/funding/"

    def act(self) -> str:
        treasurers.accept(self.application, actor=person_of(self.request), at=clock.now())
        return self.application_url


class LeaveView(Invited, OnceActionView):
    done_message = _("You no longer write at this application.")
    back_url = "/funding/"

    def act(self) -> str:
        treasurers.end(self.application, actor=person_of(self.request), at=clock.now())
        return reverse("funding:home")


class PartView(OwnRace, OnceActionView):
    """The candidate parts with the treasurer, or takes the invitation back."""

    done_message = _("They no longer write at your application.")

    @property
    def back_url(self) -> str:
        return self.race_url

    def act(self) -> str:
        application = get_object_or_404(FundingApplication, pk=self.application.pk if self.application else 0)
        treasurers.end(application, actor=person_of(self.request), at=clock.now())
        return self.race_url
