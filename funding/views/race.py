"""Can I apply yet? Each rule with what we used."""

from typing import Any

from django.db.models import Prefetch
from django.views.generic import TemplateView

from candidates.models import Candidacy
from core import clock
from core.accounts.requests import person_of
from funding.copies import copies_of
from funding.eligibility import PASS, verdict_on
from funding.enums import WRITABLE, ApplicationStatus
from funding.explanations import explained_rules
from funding.facts import facts_of
from funding.models import Payment
from funding.parts import parts_of
from funding.plan_reviews import advice_for
from funding.policy import current_policy
from funding.reports import owes_report
from funding.treasurers import treasurer_of
from funding.views.own import OwnRace
from offices.cost_basis import basis_of

IN_ORDER = Prefetch("payments", Payment.objects.order_by("pk"))


class HomeView(TemplateView):
    template_name = "funding/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Candidacy.objects.filter(candidate__user=person_of(self.request))
        races = own.select_related("race__office", "race__election").order_by("race__election__date")
        policy = current_policy()
        return super().get_context_data(candidacies=races, policy=policy, percent=policy.percent, **kwargs)


class RaceView(OwnRace, TemplateView):
    """Can I apply yet? Each rule with what we used, and the parts of the application."""

    template_name = "funding/race.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = facts_of(self.candidacy, now=clock.now())
        policy = current_policy(facts.as_of)
        verdict = verdict_on(facts, policy)
        open_rules, settled_rules = explained_rules(verdict)
        election = self.candidacy.race.election.date
        opens_before = (election - verdict.opens_on).days if verdict.opens_on else None
        gifts = list(self.candidacy.gifts.all())
        return super().get_context_data(
            candidacy=self.candidacy,
            application=self.application,
            verdict=verdict,
            open_rules=open_rules,
            settled_rules=settled_rules,
            basis=basis_of(self.candidacy.race.office, year=election.year),
            percent=policy.percent,
            opens_before=opens_before,
            opens_after=-opens_before if opens_before is not None and opens_before < 0 else None,
            is_draft=self.application is None or self.application.status in WRITABLE,
            is_declined=self.application is not None
            and self.application.status == ApplicationStatus.DECLINED,
            parts=parts_of(self.application, status=self.candidacy.status, gifts=len(gifts)),
            advice=advice_for(self.application) if self.application else [],
            copies=copies_of(self.application) if self.application else [],
            treasurer=treasurer_of(self.application) if self.application else None,
            is_open=verdict.outcome_of("R15") == PASS,
            gifts=gifts,
            days_before_election=(election - facts.as_of).days,
            owes_report=owes_report(self.candidacy, today=facts.as_of),
            awards=self.application.awards.prefetch_related(IN_ORDER) if self.application else [],
            **kwargs,
        )
