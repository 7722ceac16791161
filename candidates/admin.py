from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from candidates import duplicates_admin, owners_admin  # noqa: F401 - its pages register themselves
from candidates.candidacies import override_waiting_time, verify_ballot
from candidates.enums import CandidacyStatus
from candidates.models import Candidacy, Candidate, Intake
from candidates.whose import whose
from core import clock
from core.audit.story import names_of, story_of
from core.backoffice import ReadOnlyAdmin, ServiceAdmin, ServiceForm, YetFilter


@admin.register(Intake)
class IntakeAdmin(ReadOnlyAdmin):
    list_display = ["received_at", "source", "status", "user", "fault"]
    list_filter = ["status", "source"]
    list_select_related = ["user"]
    fields = ["source", "status", "user", "received_at", "absorbed_at", "link_used_at", "fault"]


@admin.register(Candidate)
class CandidateAdmin(ReadOnlyAdmin):
    list_display = ["user", "stage", "standing", "state", "signed_up_at", "verified_at"]
    list_filter = [whose("state"), "stage", "standing", "running_when", "heard_from", "state"]
    search_fields = ["user__first_name", "user__last_name", "user__email"]
    fields = [
        "user", "stage", "standing", "state", "signed_up_at", "verified_at", "running_when", "filed_on",
        "ran_before", "topics", "heard_from", "reapply_from",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the name, which a list and a search for somebody show alike."""
        return super().get_queryset(request).select_related("user")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Everything that is known to have happened to this person, on one page."""
        candidate = self.get_object(request, unquote(object_id))
        if candidate is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, candidate):
            raise PermissionDenied
        events = story_of(candidate)
        names = names_of(events)
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(name)s") % {"name": candidate},
            "opts": self.opts,
            "object": candidate,
            "events": [{"event": event, "name": names.get(event.who or 0)} for event in events],
        }
        return TemplateResponse(request, "admin/person_history.html", context)


class VerifyBallotForm(ServiceForm):
    seen_status = forms.CharField(widget=forms.HiddenInput)
    ballot_date = forms.DateField(
        label=_("Ballot date"),
        required=False,
        widget=AdminDateWidget,
        help_text=_(
            "The day from which the official list shows the candidate as qualified; not the day of filing."
        ),
    )

    class Meta:
        model = Candidacy
        fields = ["ballot_date", "special_election_override", "override_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_status"].initial = self.instance.status

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("special_election_override") and not data.get("override_reason"):
            self.add_error("override_reason", _("Give the reason of this exception."))
        return data

    def act(self) -> Candidacy:
        candidacy: Candidacy = Candidacy.objects.get(pk=self.instance.pk)
        data = self.cleaned_data
        if data["special_election_override"] and not candidacy.special_election_override:
            override_waiting_time(candidacy, reason=data["override_reason"], actor=self.actor)
        if data["ballot_date"] and candidacy.status == CandidacyStatus.PLANNED:
            verify_ballot(
                candidacy,
                ballot_date=data["ballot_date"],
                actor=self.actor,
                at=clock.now(),
                seen=data["seen_status"],
            )
        return candidacy


@admin.register(Candidacy)
class CandidacyAdmin(ServiceAdmin):
    form = VerifyBallotForm
    change_title = _("Check the ballot")
    list_display = ["candidate", "race", "status", "evidence_sent_at", "ballot_date", "funded_at"]
    list_filter = [
        whose("candidate__state"),
        "status",
        ("evidence_sent_at", YetFilter),
        "race__office__level",
    ]
    list_select_related = ["candidate__user", "race__office", "race__election"]
    search_fields = ["candidate__user__last_name", "candidate__user__email", "race__office__name"]
    readonly_fields = [
        "candidate", "race", "status", "evidence_url", "evidence_note", "evidence_sent_at", "verified_by",
        "verified_at", "funded_at",
    ]  # fmt: skip
    fields = [
        "candidate", "race", "status", "evidence_url", "evidence_note", "evidence_sent_at", "ballot_date",
        "special_election_override", "override_reason", "verified_by", "verified_at", "funded_at", "seen_status",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
