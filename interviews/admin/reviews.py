"""Notes that are in: the queue of what is to be decided, and what was."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.whose import whose
from core import clock
from core.accounts.requests import person_of
from core.backoffice import ReadOnlyAdmin
from core.lifecycle import Refused
from core.once.services import carry_out_once
from interviews.admin import evidence
from interviews.admin.filters import narrowed_by
from interviews.admin.together import TogetherForm, lines_of
from interviews.criteria import lowest
from interviews.deadlines import Standing, soonest_first, standings, with_closing
from interviews.deciding import decide_all
from interviews.enums import Flag, Outcome
from interviews.models import Scorecard

TO_DECIDE = "missing"
QUEUE = ["candidate", "decide", "race", "filing", "interviewer", "recommendation", "lowest"]
QUEUE += ["flags_", "waiting", "owner"]
ARCHIVE = ["candidate", "decision", "recommendation", "submitted_at", "interviewer"]
TITLES = {
    Outcome.ADVANCE: _("Advance several people"),
    Outcome.HOLD: _("Not yet, for several people"),
}


class DecisionFilter(admin.SimpleListFilter):
    title = _("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(TO_DECIDE, _("to decide"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.undecided() if self.value() == TO_DECIDE else queryset


def is_queue(request: HttpRequest) -> bool:
    return request.GET.get("decision") == TO_DECIDE and request.user.has_perm("interviews.add_decision")


class WithStandings(ChangeList):
    """What is told of a row's candidate is read for the whole page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not is_queue(request):
            return
        rows: Sequence[Any] = list(self.result_list)
        found = standings(
            {row.interview.candidate_id: row.interview.candidate.state for row in rows},
            today=clock.now().date(),
        )
        for row in rows:
            row.standing = found[row.interview.candidate_id]
        self.result_list = rows


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    list_filter = [
        DecisionFilter,
        whose("interview__candidate__state"),
        *narrowed_by(
            candidate="interview__candidate", interviewer="interview__interviewer", since="submitted_at"
        ),
        "recommendation",
    ]
    list_select_related = [
        "interview__candidate__user",
        "interview__interviewer__user",
        "interview__decision",
    ]
    search_fields = [
        "interview__candidate__user__last_name",
        "interview__candidate__user__first_name",
        "interview__candidate__user__email",
    ]
    readonly_fields = ("candidate", "interviewer", "submitted_at", "notes", "decision", "history")
    fields = readonly_fields
    actions = ["advance_together", "hold_together"]

    def get_list_display(self, request: HttpRequest) -> Any:
        return QUEUE if is_queue(request) else ARCHIVE

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WithStandings

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request)
        if not is_queue(request):
            return rows
        return with_closing(rows, "interview__candidate", today=clock.now().date())

    def get_ordering(self, request: HttpRequest) -> Any:
        return [*soonest_first(), "submitted_at"] if is_queue(request) else ["-submitted_at"]

    def get_actions(self, request: HttpRequest) -> Any:
        return super().get_actions(request) if is_queue(request) else {}

    @admin.action(description=_("Advance: look at it first"))
    def advance_together(self, request: HttpRequest, queryset: QuerySet[Scorecard]) -> HttpResponse:
        return self._to_preview(queryset, Outcome.ADVANCE)

    @admin.action(description=_("Not yet: look at it first"))
    def hold_together(self, request: HttpRequest, queryset: QuerySet[Scorecard]) -> HttpResponse:
        return self._to_preview(queryset, Outcome.HOLD)

    def _to_preview(self, queryset: QuerySet[Scorecard], outcome: str) -> HttpResponse:
        chosen = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True))
        query = urlencode({"outcome": outcome, "notes": chosen})
        return HttpResponseRedirect(f"{reverse('admin:interviews_scorecard_together')}?{query}")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.together)
        return [path("together/", page, name="interviews_scorecard_together"), *super().get_urls()]

    def together(self, request: HttpRequest) -> HttpResponse:
        """Everybody who is decided about at once, before it is done; whoever cannot be is named with the reason."""
        if not request.user.has_perm("interviews.add_decision"):
            raise PermissionDenied
        actor = person_of(request)
        form = TogetherForm(request.POST or None, initial=request.GET.dict())
        said = form.said()
        rows = self.get_queryset(request).filter(pk__in=said.notes).select_related(*self.list_select_related)
        lines = lines_of(rows, outcome=said.outcome, actor=actor, today=clock.now().date())
        if request.method == "POST" and form.is_valid():
            chosen = [line.talk for line in lines if not line.obstacle]

            def work() -> str:
                done = decide_all(
                    chosen,
                    outcome=said.outcome,
                    actor=actor,
                    at=clock.now(),
                    reply=form.cleaned_data["reply"],
                )
                for talk, why in done.left_out:
                    messages.warning(request, f"{talk.candidate}: {why}")
                if not done.done:
                    raise Refused("nobody", _("Nothing was decided: see above why."))
                text = ngettext("Decided for one person.", "Decided for %(n)d people.", len(done.done))
                messages.success(request, text % {"n": len(done.done)})
                return reverse("admin:interviews_decision_batch", args=[done.batch])

            try:
                answer, _fresh = carry_out_once(form.cleaned_data["form_key"], user=actor, work=work)
                return HttpResponseRedirect(answer)
            except Refused as refusal:
                form.add_error(None, str(refusal))
        context = {
            **self.admin_site.each_context(request),
            "title": TITLES[Outcome(said.outcome)],
            "opts": self.opts,
            "form": form,
            "lines": lines,
            "ready": [line for line in lines if not line.obstacle],
            "outcome": said.outcome,
        }
        answer_page = TemplateResponse(request, "admin/together.html", context)
        answer_page.status_code = 422 if request.method == "POST" else 200
        return answer_page

    @admin.display(description=_("candidate"), ordering="interview__candidate__user__last_name")
    def candidate(self, scorecard: Scorecard) -> str:
        return str(scorecard.interview.candidate)

    @admin.display(description=_("interviewer"))
    def interviewer(self, scorecard: Scorecard) -> str:
        return str(scorecard.interview.interviewer)

    @admin.display(description=_("decision"))
    def decision(self, scorecard: Scorecard) -> Any:
        decided = getattr(scorecard.interview, "decision", None)
        return str(decided.get_outcome_display()) if decided is not None else self.decide(scorecard)

    @admin.display(description=_("decision"))
    def decide(self, scorecard: Scorecard) -> Any:
        page = reverse("admin:interviews_decision_add")
        return format_html('<a href="{}?interview={}">{}</a>', page, scorecard.interview_id, _("Decide"))

    @admin.display(description=_("race"))
    def race(self, scorecard: Any) -> str:
        standing: Standing = scorecard.standing
        return standing.race or "–"

    @admin.display(description=_("filing"), ordering="closes_on")
    def filing(self, scorecard: Any) -> str:
        standing: Standing = scorecard.standing
        left = standing.filing.days_left
        if standing.is_closed:
            return str(_("closed"))
        if left is None:
            return str(_("not known"))
        return ngettext("%(n)d day", "%(n)d days", left) % {"n": left}

    @admin.display(description=_("lowest"))
    def lowest(self, scorecard: Scorecard) -> Any:
        found = lowest(scorecard)
        return "–" if found is None else found

    @admin.display(description=_("flags"))
    def flags_(self, scorecard: Scorecard) -> str:
        return ", ".join(str(Flag(flag).label) for flag in scorecard.flags) or "–"

    @admin.display(description=_("waiting"), ordering="submitted_at")
    def waiting(self, scorecard: Scorecard) -> str:
        days = (
            timezone.localtime(clock.now()).date() - timezone.localtime(scorecard.submitted_at).date()
        ).days
        return str(_("since today")) if days < 1 else ngettext("%(n)d day", "%(n)d days", days) % {"n": days}

    @admin.display(description=_("owner"))
    def owner(self, scorecard: Any) -> str:
        standing: Standing = scorecard.standing
        return str(standing.owner or _("nobody"))

    @admin.display(description=_("notes"))
    def notes(self, scorecard: Scorecard) -> Any:
        return evidence.of_the_talk(scorecard.interview)

    @admin.display(description=_("history"))
    def history(self, scorecard: Scorecard) -> Any:
        page = reverse("admin:candidates_candidate_history", args=[scorecard.interview.candidate_id])
        return format_html('<a href="{}">{}</a>', page, _("Everything that happened, on one page"))
