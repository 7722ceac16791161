"""The candidate's side of funding."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from candidates.models import Candidacy
from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView, OnceFormView
from funding import applications
from funding.eligibility import PASS, verdict_on
from funding.enums import WRITABLE
from funding.facts import facts_of
from funding.forms import ApplicationForm, GiftForm, ReportForm
from funding.models import CandidacyFunding, FundingApplication, SpendingReport
from funding.policy import current_policy
from funding.reports import due_on, hand_in_report, owes_report
from funding.telling import in_words


class HomeView(TemplateView):
    template_name = "funding/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Candidacy.objects.filter(candidate__user=person_of(self.request))
        races = own.select_related("race__office", "race__election").order_by("race__election__date")
        policy = current_policy()
        percent = f"{(policy.share * 100).normalize():f}"
        return super().get_context_data(candidacies=races, policy=policy, percent=percent, **kwargs)


class OwnRace:
    """A candidacy of the person who is signed in."""

    request: Any
    kwargs: Any

    @cached_property
    def candidacy(self) -> Candidacy:
        own = Candidacy.objects.filter(candidate__user=person_of(self.request))
        related = own.select_related("candidate__user", "race__office", "race__election")
        return get_object_or_404(related, public_id=self.kwargs["public_id"])

    @cached_property
    def application(self) -> FundingApplication | None:
        return FundingApplication.objects.filter(candidacy=self.candidacy).first()

    @property
    def race_url(self) -> str:
        return reverse("funding:race", args=[self.candidacy.public_id])


class RaceView(OwnRace, TemplateView):
    """Can I apply yet? Each rule with what we used, and the parts of the application."""

    template_name = "funding/race.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = facts_of(self.candidacy, now=clock.now())
        verdict = verdict_on(facts, current_policy())
        return super().get_context_data(
            candidacy=self.candidacy,
            application=self.application,
            verdict=verdict,
            rules=[(rule, in_words(rule)) for rule in verdict.rules],
            is_draft=self.application is None or self.application.status in WRITABLE,
            is_open=verdict.outcome_of("R15") == PASS,
            gifts=self.candidacy.gifts.all(),
            days_before_election=(self.candidacy.race.election.date - facts.as_of).days,
            owes_report=owes_report(self.candidacy, today=facts.as_of),
            awards=self.application.awards.prefetch_related("payments") if self.application else [],
            **kwargs,
        )


class ApplicationView(OwnRace, OnceFormView):
    """Write the draft; it can be left and come back to."""

    template_name = "funding/application.html"
    form_class = ApplicationForm
    done_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.application}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(candidacy=self.candidacy, **kwargs)

    def act(self, form: ApplicationForm) -> str:
        application = applications.open_application(self.candidacy, at=clock.now())
        fields = {name: form.cleaned_data[name] for name in form.Meta.fields}
        applications.save_draft(application, **fields)
        return self.race_url


class GiftView(OwnRace, OnceFormView):
    template_name = "funding/gift.html"
    form_class = GiftForm
    done_message = _("Saved. It counts once we have seen the receipt.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(candidacy=self.candidacy, **kwargs)

    def act(self, form: GiftForm) -> str:
        fields = {name: form.cleaned_data[name] for name in ("donor", "amount", "kind", "given_on")}
        applications.add_gift(self.candidacy, now=clock.now(), **fields)
        return self.race_url


class HandInView(OwnRace, OnceActionView):
    done_message = _("Handed in. We have mailed you what happens next.")

    @property
    def back_url(self) -> str:
        return self.race_url

    def act(self) -> str:
        application = get_object_or_404(FundingApplication, candidacy=self.candidacy, status__in=WRITABLE)
        applications.hand_in(application, actor=person_of(self.request), at=clock.now())
        return self.race_url


class ReportView(OwnRace, OnceFormView):
    """After the election: what was spent of our money."""

    template_name = "funding/report.html"
    form_class = ReportForm
    done_message = _("Thank you: your report is in.")

    @property
    def today(self) -> date:
        return clock.today(self.candidacy.race.office.time_zone)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            candidacy=self.candidacy,
            report=SpendingReport.objects.filter(candidacy=self.candidacy).first(),
            owes=owes_report(self.candidacy, today=self.today),
            due_on=due_on(self.candidacy),
            funding=CandidacyFunding.objects.filter(candidacy=self.candidacy).first(),
            **kwargs,
        )

    def act(self, form: ReportForm) -> str:
        typed = form.cleaned_data
        hand_in_report(
            self.candidacy, spent=typed["spent"], used_for=typed["used_for"], today=self.today, at=clock.now()
        )
        return self.race_url
