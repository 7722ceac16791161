"""The messages that we sent to the person who is signed in."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from core.accounts.requests import person_of
from core.outbox.again import Unreadable, again, keyset_page, sent_to


class MessagesView(TemplateView):
    template_name = "candidates/messages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = keyset_page(sent_to(person_of(self.request)), before=self.request.GET.get("before", ""))
        return super().get_context_data(page=page, messages_sent=page.rows, **kwargs)


class MessageView(TemplateView):
    template_name = "candidates/message.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = sent_to(person_of(self.request)).select_related("recipient")
        message = get_object_or_404(own, public_id=self.kwargs["public_id"])
        try:
            rendered, why = again(message), ""
        except Unreadable as unreadable:
            rendered, why = None, str(unreadable)
        return super().get_context_data(message=message, rendered=rendered, why=why, **kwargs)
