"""Partner organisations and hand-overs in the back office."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from candidates.hand_over import file_for_partner, note_passed_on
from candidates.models import HandOver, Partner
from candidates.whose import whose
from core import clock
from core.accounts.requests import person_of
from core.backoffice import LeanAdmin, ServiceAdmin, ServiceForm, YetFilter
from core.lifecycle import Refused


@admin.register(Partner)
class PartnerAdmin(LeanAdmin):
    list_display = ["name", "takes", "is_active"]
    fields = ["name", "about", "website", "takes", "is_active"]


class PassOnForm(ServiceForm):
    class Meta:
        model = HandOver
        fields: list[str] = []

    def act(self) -> HandOver:
        hand_over: HandOver = HandOver.objects.get(pk=self.instance.pk)
        note_passed_on(hand_over, actor=self.actor, at=clock.now())
        return hand_over


@admin.register(HandOver)
class HandOverAdmin(ServiceAdmin):
    form = PassOnForm
    change_title = _("Introduce somebody to a partner")
    list_display = ["candidate", "email", "state", "partner", "reason", "consented_at", "passed_on_at"]
    list_filter = [
        ("passed_on_at", YetFilter),
        ("withdrawn_at", YetFilter),
        "partner",
        whose("candidate__state"),
    ]
    list_select_related = ["candidate__user", "partner"]
    actions = ["as_a_file"]
    fields = (
        *("candidate", "email", "state", "partner", "reason", "wording", "consented_at"),
        *("withdrawn_at", "passed_on_at", "passed_on_by"),
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        waits = obj is None or (obj.passed_on_at is None and obj.withdrawn_at is None)
        return super().has_change_permission(request, obj) and waits

    @admin.action(description=_("Hand over to the partner as a file (CSV)"), permissions=["change"])
    def as_a_file(self, request: HttpRequest, queryset: QuerySet[HandOver]) -> HttpResponse | None:
        actor = person_of(request)
        try:
            text = file_for_partner(queryset, actor=actor, at=clock.now())
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        LogEntry.objects.log_actions(actor.pk, queryset, CHANGE, change_message="CSV")
        return HttpResponse(
            text,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="hand-over.csv"'},
        )

    @admin.display(description=_("e-mail address"))
    def email(self, hand_over: HandOver) -> str:
        return hand_over.candidate.user.email

    @admin.display(description=_("state"))
    def state(self, hand_over: HandOver) -> str:
        return hand_over.candidate.state
