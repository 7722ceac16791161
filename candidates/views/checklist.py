"""The filing checklist of one's own race."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from candidates.enums import LIVE
from candidates.filing_checklist import checklist_of, tick, ticks_of
from candidates.forms import ChecklistForm
from candidates.models import Candidacy
from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceFormView
from offices.facts import believed


class ChecklistView(OnceFormView):
    template_name = "candidates/checklist.html"
    form_class = ChecklistForm
    done_message = _("Saved.")

    @cached_property
    def candidacy(self) -> Candidacy:
        own = Candidacy.objects.filter(candidate__user=person_of(self.request)).select_related(
            "race__office", "race__election"
        )
        return get_object_or_404(own, public_id=self.kwargs["public_id"])

    def get_initial(self) -> dict[str, Any]:
        return {"done": list(ticks_of(self.candidacy))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office, election = self.candidacy.race.office, self.candidacy.race.election
        today = clock.today(office.time_zone)
        done = ticks_of(self.candidacy)
        facts = believed([office], today=today).get(office.pk, [])
        context = super().get_context_data(**kwargs)
        items = checklist_of(facts, election_on=election.date, done=done)
        return context | {
            "candidacy": self.candidacy,
            "items": items,
            "seen": sorted(done),
            "ticked": context["form"]["done"].value() or [],
            "left": sum(item.done_at is None for item in items),
            "is_live": self.candidacy.status in LIVE,
            "today": today,
        }

    def act(self, form: ChecklistForm) -> str:
        said = form.cleaned_data
        tick(self.candidacy, seen=said["seen"], now_done=said["done"], at=clock.now())
        return reverse("candidates:checklist", args=[self.candidacy.public_id])
