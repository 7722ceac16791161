"""The filing checklist of one's own race."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.enums import LIVE
from candidates.filing_checklist import checklist_of, tick, ticks_of
from candidates.forms import ChecklistForm
from candidates.views.own import OwnCandidacy
from core import clock
from core.once.views import OnceFormView
from offices.facts import believed


class ChecklistView(OwnCandidacy, OnceFormView):
    template_name = "candidates/checklist.html"
    form_class = ChecklistForm
    done_message = _("Saved.")

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
