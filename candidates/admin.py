from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from candidates import (  # noqa: F401 - their pages register themselves
    candidacy_admin,
    duplicates_admin,
    owners_admin,
    partners_admin,
    promises_admin,
)
from candidates.models import Candidate, Intake
from candidates.whose import whose
from core.audit.story import names_of, story_of
from core.backoffice import ReadOnlyAdmin


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
