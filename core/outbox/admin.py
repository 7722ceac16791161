from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.requests import person_of
from core.backoffice import LeanAdmin, ReadOnlyAdmin
from core.outbox.models import Hold, OutgoingMessage
from core.outbox.registry import all_kinds


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(ReadOnlyAdmin):
    list_display = ["kind", "recipient", "status", "lane", "not_before", "sent_at", "failure"]
    list_filter = ["status", "lane", "kind"]
    list_select_related = ["recipient"]
    search_fields = ["recipient__email", "key"]
    fields = [
        "kind", "lane", "channel", "recipient", "status", "not_before", "expires_at", "sent_at", "attempts", "failure",
        "created_at",
    ]  # fmt: skip


class HoldForm(forms.ModelForm):
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    class Meta:
        model = Hold
        fields = ["kind", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        kinds = [(kind.code, f"{kind.label} ({kind.code})") for kind in all_kinds()]
        field.choices = [("", _("everything but sign-in codes")), *kinds]


@admin.register(Hold)
class HoldAdmin(LeanAdmin):
    """Adding a row stops its kind within seconds; deleting it lets what is still worth sending go out."""

    form = HoldForm
    list_display = ["__str__", "reason", "held_by", "held_at"]
    list_select_related = ["held_by"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("outbox.delete_hold")

    def save_model(self, request: HttpRequest, obj: Hold, form: Any, change: bool) -> None:
        obj.held_by, obj.held_at = person_of(request), clock.now()
        super().save_model(request, obj, form, change)
