"""Races of candidates in the back office: recording one at any step, and checking the ballot."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from candidates.ballot_corrections import correct_ballot_date
from candidates.candidacies import (
    note_opponent,
    override_waiting_time,
    race_for,
    record_by_staff,
    send_evidence,
    verify_ballot,
)
from candidates.enums import CandidacyStatus, CorrectionReason
from candidates.models import Candidacy
from candidates.whose import whose
from core import clock
from core.backoffice import DAY, ServiceAdmin, ServiceForm, YetFilter
from offices.enums import ElectionKind
from offices.models import Office, Race


class BallotDateField(forms.DateField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Ballot date"),
            required=False,
            widget=DAY,
            help_text=_(
                "The day from which the official list shows the candidate as qualified; not the day of filing."
            ),
        )


class RecordRaceForm(ServiceForm):
    """What staff know of somebody's race, whatever step that person is on."""

    office = forms.ModelChoiceField(
        label=_("Office"),
        queryset=Office.objects.all(),
        widget=AutocompleteSelect(Race._meta.get_field("office"), admin.site),
    )
    election_day = forms.DateField(label=_("Election day"), widget=DAY)
    kind = forms.ChoiceField(
        label=_("Kind of election"), choices=ElectionKind.choices, initial=ElectionKind.GENERAL
    )
    evidence_url = forms.URLField(
        label=_("Link to the official list of candidates"), max_length=500, assume_scheme="https"
    )
    ballot_date = BallotDateField()

    class Meta:
        model = Candidacy
        fields = ["candidate", "evidence_note"]

    def act(self) -> Candidacy:
        data, at = self.cleaned_data, clock.now()
        candidacy = record_by_staff(
            data["candidate"],
            race_for(data["office"], election_day=data["election_day"], kind=data["kind"]),
            evidence_url=data["evidence_url"],
            note=data["evidence_note"],
            actor=self.actor,
            at=at,
        )
        if data["ballot_date"]:
            verify_ballot(candidacy, ballot_date=data["ballot_date"], actor=self.actor, at=at)
        return candidacy


class VerifyBallotForm(ServiceForm):
    seen_status = forms.CharField(widget=forms.HiddenInput)
    seen_date = forms.DateField(widget=forms.HiddenInput, required=False)
    ballot_date = BallotDateField()
    correction_reason = forms.ChoiceField(
        label=_("Why the ballot date was wrong"),
        choices=[("", "–"), *CorrectionReason.choices],
        required=False,
        help_text=_("Only to correct a date that was checked before. Both dates stay on record."),
    )

    class Meta:
        model = Candidacy
        fields = [
            "evidence_url",
            "ballot_date",
            "has_opponent",
            "special_election_override",
            "override_reason",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_status"].initial = self.instance.status
        self.fields["seen_date"].initial = self.instance.ballot_date

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("special_election_override") and not data.get("override_reason"):
            self.add_error("override_reason", _("Give the reason of this exception."))
        if self.corrects(data) and not data.get("correction_reason"):
            self.add_error("correction_reason", _("Say why the date was wrong: both dates stay on record."))
        return data

    def corrects(self, data: dict[str, Any]) -> bool:
        known = Candidacy.objects.filter(pk=self.instance.pk).values_list("ballot_date", flat=True).first()
        return bool(data.get("ballot_date") and known and data["ballot_date"] != known)

    def act(self) -> Candidacy:
        candidacy: Candidacy = Candidacy.objects.get(pk=self.instance.pk)
        data = self.cleaned_data
        planned = candidacy.status == CandidacyStatus.PLANNED
        if data["evidence_url"] and planned and data["evidence_url"] != candidacy.evidence_url:
            send_evidence(candidacy, url=data["evidence_url"], note=candidacy.evidence_note, at=clock.now())
        if data["special_election_override"] and not candidacy.special_election_override:
            override_waiting_time(candidacy, reason=data["override_reason"], actor=self.actor)
        if data["has_opponent"] != candidacy.has_opponent:
            note_opponent(candidacy, data["has_opponent"], actor=self.actor)
        if not planned and self.corrects(data):
            correct_ballot_date(
                candidacy,
                data["ballot_date"],
                reason=data["correction_reason"],
                actor=self.actor,
                at=clock.now(),
                seen=data["seen_date"],
            )
        if data["ballot_date"] and planned:
            candidacy.refresh_from_db()
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
    add_title = _("Record a race")
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
    autocomplete_fields = ["candidate"]
    readonly_fields = [
        "candidate", "race", "status", "file", "evidence_note", "evidence_sent_at", "verified_by", "verified_at",
        "corrections", "funded_at",
    ]  # fmt: skip
    fields = [
        "candidate", "race", "status", "evidence_url", "file", "evidence_note", "evidence_sent_at", "ballot_date",
        "correction_reason", "corrections", "has_opponent", "special_election_override", "override_reason",
        "verified_by", "verified_at", "funded_at", "seen_status", "seen_date",
    ]  # fmt: skip
    fields_to_record = [
        "candidate", "office", "election_day", "kind", "evidence_url", "evidence_note", "ballot_date",
    ]  # fmt: skip

    @admin.display(description=_("file that shows it"))
    def file(self, candidacy: Candidacy) -> str:
        if candidacy.evidence_file is None:
            return "–"
        address = reverse("candidates:evidence_file", args=[candidacy.public_id])
        name = candidacy.evidence_file.name or str(candidacy.evidence_file)
        return format_html('<a href="{}">{}</a>', address, name)

    @admin.display(description=_("corrections of ballot dates"))
    def corrections(self, candidacy: Candidacy) -> str:
        rows = candidacy.ballot_corrections.select_related("corrected_by")
        told = [
            (
                date_format(row.corrected_at, "SHORT_DATE_FORMAT"),
                date_format(row.was, "DATE_FORMAT"),
                date_format(row.ballot_date, "DATE_FORMAT"),
                row.get_reason_display(),
            )
            for row in rows
        ]
        return format_html_join(format_html("<br>"), "{}: {} → {} ({})", told) or "–"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fields(request, obj) if obj else self.fields_to_record

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_readonly_fields(request, obj) if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = RecordRaceForm
        return super().get_form(request, obj, change=change, **kwargs)
