from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage, Standing
from candidates.models import Candidate
from core import clock
from core.backoffice import LeanAdmin, ServiceAdmin, ServiceForm
from mentorship.enums import LIVE
from mentorship.models import Mentor, Mentorship
from mentorship.services import propose


@admin.register(Mentor)
class MentorAdmin(LeanAdmin):
    list_display = ["user", "states", "campaigns", "taken", "capacity", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["user"]
    search_fields = ["user__last_name", "user__email"]
    autocomplete_fields = ["user"]


class ProposalForm(ServiceForm):
    class Meta:
        model = Mentorship
        fields = ["candidate", "mentor"]

    def act(self) -> Mentorship:
        return propose(
            self.cleaned_data["mentor"], self.cleaned_data["candidate"], actor=self.actor, at=clock.now()
        )

    def _get_validation_exclusions(self) -> set[str]:
        """The service says better than the constraint that there is a proposal already."""
        return super()._get_validation_exclusions() | {"candidate"}  # type: ignore[misc]


@admin.register(Mentorship)
class MentorshipAdmin(ServiceAdmin):
    form = ProposalForm
    add_title = _("Propose a mentor")
    list_display = [
        "candidate",
        "mentor",
        "status",
        "proposed_at",
        "mentor_said_yes_at",
        "candidate_said_yes_at",
    ]
    list_filter = ["status"]
    list_select_related = ["candidate__user", "mentor__user"]
    search_fields = ["candidate__user__last_name", "mentor__user__last_name"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "candidate":
            on_board = Candidate.objects.filter(stage=Stage.COMMITTED, standing=Standing.ACTIVE)
            kwargs["queryset"] = on_board.exclude(mentorships__status__in=LIVE).select_related("user")
        if db_field.name == "mentor":
            free = Mentor.objects.filter(is_active=True, taken__lt=F("capacity"))
            kwargs["queryset"] = free.select_related("user").order_by("user__last_name")
            kwargs["help_text"] = _("Mentors with a free place.")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
