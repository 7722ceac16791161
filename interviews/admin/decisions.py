"""Deciding about one talk, with the notes beside the reply; and taking back, for an hour, what was decided."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import clock
from core.accounts.requests import person_of
from core.backoffice import DAY, ServiceAdmin, ServiceForm, chosen
from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.services import carry_out_once
from interviews.admin import evidence
from interviews.deciding import can_be_undone, undo_all
from interviews.models import Decision, Interview
from interviews.reviews import UNDO_WITHIN, decide


class DecisionForm(ServiceForm):
    class Meta:
        model = Decision
        fields = ["interview", "outcome", "reason", "reapply_from", "reply"]
        widgets = {"outcome": forms.RadioSelect, "reapply_from": DAY}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        talks = self.fields.get("interview")
        if talks is not None:
            talks.error_messages["invalid_choice"] = _(
                "Somebody else has already decided this one, or its notes are not in. Here is what waits now."
            )

    def act(self) -> Decision:
        data = self.cleaned_data
        fields = {name: data[name] for name in ("outcome", "reason", "reapply_from", "reply")}
        return decide(data["interview"], actor=self.actor, at=clock.now(), **fields)

    def _get_validation_exclusions(self) -> set[str]:
        """The service says better than the constraint what a "not now" needs."""
        return super()._get_validation_exclusions() | {"reason", "reapply_from"}  # type: ignore[misc]


@admin.register(Decision)
class DecisionAdmin(ServiceAdmin):
    form = DecisionForm
    add_title = _("Decide after a talk")
    list_display = ["interview", "outcome", "reason", "decided_by", "decided_at", "back"]
    list_filter = ["outcome", "reason"]
    list_select_related = ["interview__candidate__user", "decided_by"]
    search_fields = [
        "interview__candidate__user__last_name",
        "interview__candidate__user__first_name",
        "interview__candidate__user__email",
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def beside(self, request: HttpRequest) -> Any:
        talk = chosen(request, "interview", _undecided(request).select_related("scorecard"))
        return evidence.of_the_talk(talk) if talk else ""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "interview":
            kwargs["queryset"] = _undecided(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("take back"))
    def back(self, decision: Decision) -> Any:
        if not can_be_undone(decision, at=clock.now()):
            return "–"
        page = reverse("admin:interviews_decision_batch", args=[decision.batch])
        return format_html('<a href="{}">{}</a>', page, _("Take it back"))

    def response_add(
        self, request: HttpRequest, obj: Decision, post_url_continue: Any = None
    ) -> HttpResponse:
        """Back to the queue; until when it can be taken back stands there."""
        text = _("Decided. The mail leaves at %(time)s. <a href='{}'>Until then you can take it back.</a>")
        page = reverse("admin:interviews_decision_batch", args=[obj.batch])
        messages.success(request, format_html(str(text) % {"time": _until(obj)}, page))
        return HttpResponseRedirect(f"{reverse('admin:interviews_scorecard_changelist')}?decision=missing")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.batch)
        return [path("batch/<uuid:batch>/", page, name="interviews_decision_batch"), *super().get_urls()]

    def batch(self, request: HttpRequest, batch: Any) -> HttpResponse:
        """What was decided together, and the way back for as long as there is one."""
        if not request.user.has_perm("interviews.add_decision"):
            raise PermissionDenied
        form = OnceForm(request.POST or None)
        if request.method == "POST" and form.is_valid():

            def work() -> str:
                taken = undo_all(batch, actor=person_of(request), at=clock.now())
                for talk, why in taken.left_out:
                    messages.warning(request, f"{talk.candidate}: {why}")
                if not taken.done:
                    raise Refused("nobody", _("Nothing could be taken back: see above why."))
                text = ngettext("Taken back for one person.", "Taken back for %(n)d people.", len(taken.done))
                messages.success(request, text % {"n": len(taken.done)})
                return f"{reverse('admin:interviews_scorecard_changelist')}?decision=missing"

            try:
                answer, _fresh = carry_out_once(
                    form.cleaned_data["form_key"], user=person_of(request), work=work
                )
                return HttpResponseRedirect(answer)
            except Refused as refusal:
                form.add_error(None, str(refusal))
        rows = self.get_queryset(request).filter(batch=batch).order_by("pk")
        decisions = list(rows.select_related(*self.list_select_related))
        if not decisions and request.method == "GET":
            raise Http404
        first = next(iter(decisions), None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("What was decided"),
            "opts": self.opts,
            "form": form,
            "decisions": decisions,
            "open": first is not None and can_be_undone(first, at=clock.now()),
            "until": _until(first) if first else "",
        }
        page = TemplateResponse(request, "admin/decided.html", context)
        page.status_code = 422 if request.method == "POST" else 200
        return page


def _until(decision: Decision) -> str:
    return date_format(timezone.localtime(decision.decided_at + UNDO_WITHIN), "TIME_FORMAT")


def _undecided(request: HttpRequest) -> Any:
    undecided = Interview.objects.visible_to(person_of(request)).filter(
        scorecard__isnull=False, decision__isnull=True
    )
    return undecided.select_related("candidate__user")
