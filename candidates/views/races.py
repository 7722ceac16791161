"""The races of a candidate."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from candidates.candidacies import enter_race, note_filing, race_for, send_evidence
from candidates.forms import EnterRaceForm, EvidenceForm
from candidates.models import Candidacy, Candidate
from candidates.views.own import OwnCandidacy
from core import clock
from core.accounts.predicates import is_finance, is_program_staff
from core.accounts.requests import person_of
from core.once.views import OnceFormView
from core.uploads.services import attachment


class EnterRaceView(OnceFormView):
    template_name = "candidates/enter_race.html"
    form_class = EnterRaceForm
    done_message = _("Saved: you are planning this race.")

    @cached_property
    def candidate(self) -> Candidate:
        return get_object_or_404(Candidate, user=self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return {"filed_on": self.candidate.filed_on}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidate": self.candidate}

    def act(self, form: EnterRaceForm) -> str:
        data = form.cleaned_data
        race = race_for(data["office"], election_day=data["election_day"], kind=data["kind"])
        if data["filed_on"]:
            note_filing(self.candidate, data["filed_on"], at=clock.now())
        candidacy = enter_race(self.candidate, race, at=clock.now())
        return reverse("candidates:evidence", args=[candidacy.public_id])


class EvidenceView(OwnCandidacy, OnceFormView):
    template_name = "candidates/evidence.html"
    form_class = EvidenceForm
    done_message = _("Thank you. A person will check it against the official list.")

    def get_initial(self) -> dict[str, Any]:
        return {"evidence_url": self.candidacy.evidence_url, "evidence_note": self.candidacy.evidence_note}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        corrections = self.candidacy.ballot_corrections.all()
        return super().get_context_data(candidacy=self.candidacy, corrections=corrections, **kwargs)

    def act(self, form: EvidenceForm) -> str:
        data = form.cleaned_data
        send_evidence(
            self.candidacy,
            url=data["evidence_url"],
            note=data["evidence_note"],
            file=data["evidence_file"],
            at=clock.now(),
        )
        return reverse("candidates:me")


class OwnEvidenceFileView(OwnCandidacy, View):
    """One's own file, to be saved."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        return _file_of(self.reachable(), public_id)


class EvidenceFileView(View):
    """The file of anybody whose races one may check."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        person = person_of(request)
        if not (is_program_staff(person) or is_finance(person)):
            raise PermissionDenied
        return _file_of(Candidacy.objects.visible_to(person), public_id)


def _file_of(candidacies: Any, public_id: UUID) -> HttpResponseBase:
    shown = candidacies.select_related("evidence_file").filter(evidence_file__isnull=False)
    candidacy = get_object_or_404(shown, public_id=public_id)
    return attachment(candidacy.evidence_file)
