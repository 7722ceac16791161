"""After the election: what was spent of our money."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.once.views import OnceFormView
from funding.forms import ReportForm
from funding.models import CandidacyFunding, SpendingReport
from funding.reports import due_on, hand_in_report, owes_report
from funding.views.own import OwnRace


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
            self.candidacy,
            spent=typed["spent"],
            used_for=typed["used_for"],
            campaign_spent=typed["campaign_spent"],
            today=self.today,
            at=clock.now(),
        )
        return self.race_url
