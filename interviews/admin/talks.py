from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from candidates.enums import Topic
from candidates.whose import whose
from core import clock
from core.backoffice import ReadOnlyAdmin, ServiceAdmin, ServiceForm
from interviews.admin.filters import narrowed_by
from interviews.booking import let_ask_without_call
from interviews.enums import Because, InterviewStatus
from interviews.models import Interview, InterviewRequest, Scorecard
from interviews.overdue import handed_over, overdue


class ExceptionForm(ServiceForm):
    """R10: open a one-on-one to somebody who attended no call."""

    override_reason = forms.CharField(label=_("Reason of the exception"), max_length=200)

    class Meta:
        model = InterviewRequest
        fields = ["candidate", "override_reason"]

    def act(self) -> InterviewRequest:
        data = self.cleaned_data
        return let_ask_without_call(
            data["candidate"], actor=self.actor, reason=data["override_reason"], at=clock.now()
        )


@admin.register(InterviewRequest)
class InterviewRequestAdmin(ServiceAdmin):
    form = ExceptionForm
    add_title = _("Open a talk without an intro call")
    list_display = ["candidate", "asked_at", "override_by", "override_reason"]
    list_select_related = ["candidate__user", "override_by"]
    search_fields = ["candidate__user__last_name", "candidate__user__email"]
    autocomplete_fields = ["candidate"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NotesFilter(admin.SimpleListFilter):
    title = _("notes")
    parameter_name = "notes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("to write")), ("overdue", _("overdue")), ("ours", _("ours to write"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = clock.now()
        if self.value() == "missing":
            return queryset.without_notes(now)
        which = {"overdue": overdue, "ours": handed_over}.get(self.value() or "")
        return queryset.filter(which(now)).order_by("starts_at") if which else queryset


@admin.register(Interview)
class InterviewAdmin(ReadOnlyAdmin):
    list_display = ["candidate", "notes", "starts_at", "status", "interviewer"]
    list_filter = [
        NotesFilter,
        whose("candidate__state"),
        *narrowed_by(candidate="candidate", interviewer="interviewer", since="starts_at"),
        "status",
    ]
    list_select_related = ["candidate__user", "interviewer__user"]
    search_fields = ["candidate__user__last_name", "candidate__user__first_name", "candidate__user__email"]
    date_hierarchy = "starts_at"
    fields = ["candidate", "interviewer", "starts_at", "ends_at", "time_zone", "status", "channel", "spoken",
              "accommodation", "given_because", "topics", "notes", "history"]  # fmt: skip
    readonly_fields = ["spoken", "topics", "notes", "given_because", "history"]

    def get_queryset(self, request: HttpRequest) -> Any:
        scorecards = Scorecard.objects.filter(interview=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_notes=Exists(scorecards))

    @admin.display(description=_("language"))
    def spoken(self, interview: Interview) -> str:
        return dict(settings.LANGUAGES).get(interview.language, interview.language)

    @admin.display(description=_("given to them because"))
    def given_because(self, interview: Interview) -> str:
        return ", ".join(str(Because(code).label) for code in interview.assigned_because) or "–"

    @admin.display(description=_("history"))
    def history(self, interview: Interview) -> Any:
        page = reverse("admin:candidates_candidate_history", args=[interview.candidate_id])
        return format_html('<a href="{}">{}</a>', page, _("Everything that happened, on one page"))

    @admin.display(description=_("topics"))
    def topics(self, interview: Interview) -> str:
        request = interview.candidate.interview_requests.first()
        return ", ".join(str(Topic(topic).label) for topic in request.topics) if request else ""

    @admin.display(description=_("notes"))
    def notes(self, interview: Any) -> str:
        if interview.has_notes:
            return str(_("in"))
        if interview.status != InterviewStatus.BOOKED or interview.starts_at > clock.now():
            return "–"
        page = reverse("interviews:notes", args=[interview.public_id])
        return format_html('<a href="{}">{}</a>', page, _("Write the notes"))
