from django.contrib import admin

from core.backoffice import ReadOnlyAdmin
from core.outbox.models import OutgoingMessage


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
