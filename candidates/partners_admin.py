"""Partner organisations and hand-overs in the back office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.hand_over import note_passed_on
from candidates.models import HandOver, Partner
from candidates.whose import whose
from core import clock
from core.backoffice import LeanAdmin, ServiceAdmin, ServiceForm, YetFilter


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

    @admin.display(description=_("e-mail address"))
    def email(self, hand_over: HandOver) -> str:
        return hand_over.candidate.user.email

    @admin.display(description=_("state"))
    def state(self, hand_over: HandOver) -> str:
        return hand_over.candidate.state
