"""The kinds of message about what somebody asked us to do with their data, and about their safety."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.outbox.enums import Audience, Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from core.privacy.models import ErasureRequest, ExportRequest, PrivacyChoices, SafetyCall
from core.privacy.registry import obstacles_for


def _erasure(message: OutgoingMessage) -> dict[str, Any]:
    request = ErasureRequest.objects.filter(public_id=message.context["erasure"]).first()
    if request is None or request.done_at is not None:
        raise NoLongerWanted("erased")
    return {"erasure": request, "page": reverse("privacy:erase"), "obstacles": obstacles_for(request.user)}


def _export(message: OutgoingMessage) -> dict[str, Any]:
    export = ExportRequest.objects.filter(
        public_id=message.context["export"], expired_at__isnull=True
    ).first()
    if export is None:
        raise NoLongerWanted("expired")
    return {"export": export, "page": reverse("privacy:export", args=[export.public_id])}


def _contact(message: OutgoingMessage) -> dict[str, Any]:
    hidden = PrivacyChoices.objects.filter(user=message.recipient, hidden_since__isnull=False)
    choices = hidden.select_related("contact").first()
    if choices is None:
        raise NoLongerWanted("shown_again")
    before = User.objects.filter(public_id=message.context["from"]).first()
    if before is None:
        raise NoLongerWanted("contact_gone")
    return {"contact": choices.contact, "before": before, "page": reverse("privacy:safety")}


def _safety_call(message: OutgoingMessage) -> dict[str, Any]:
    call = SafetyCall.objects.select_related("user").filter(public_id=message.context["call"]).first()
    if call is None or call.answered_at is not None:
        raise NoLongerWanted("answered")
    page = reverse("admin:privacy_safetycall_change", args=[call.pk])
    return {"call": call, "person": call.user, "page": page, "hotlines": settings.ORG_HOTLINES}


for code, lane, label, prepare, anchor, dropped in (
    ("export_ready", Lane.TRANSACTIONAL, _("Everything we know of you, to download"), _export, "the file is made",
     "the file is deleted again"),
    ("erasure_asked", Lane.SECURITY, _("You asked to be erased"), _erasure, "somebody asks to be erased",
     "the erasure is done"),
    ("erasure_kept", Lane.TRANSACTIONAL, _("You stay with us"), _erasure, "somebody takes it back",
     "the erasure is done"),
    ("erasure_held", Lane.TRANSACTIONAL, _("What your erasure waits for"), _erasure, "something stands in its way",
     "the erasure is done"),
    ("contact_changed", Lane.SECURITY, _("Your contact here has changed"), _contact, "the one contact leaves",
     "the person is no longer hidden"),
):  # fmt: skip
    register(Kind(code, lane, label, prepare, anchor=anchor, dropped=dropped))
register(
    Kind(
        "erasure_done",
        Lane.TRANSACTIONAL,
        _("Everything about you is erased"),
        secret=True,
        forgets=True,
        anchor="the erasure is done",
    )
)
register(
    Kind(
        "safety_call",
        Lane.SECURITY,
        _("Somebody feels unsafe"),
        _safety_call,
        audience=Audience.STAFF,
        anchor="somebody presses “I feel unsafe”",
        dropped="a colleague has answered",
    )
)
