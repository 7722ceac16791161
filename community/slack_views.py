"""The candidate's side of Slack, and the address at which Slack tells us what happens there."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View
from slack_sdk.signature import Clock, SignatureVerifier

from candidates.models import Candidate
from community.conduct import current_version, text_in
from community.events import heed
from community.slack import accept_conduct, invite_again, why_not_again
from community.slack_forms import AcceptForm
from community.slack_models import SlackMembership, SlackStatus
from core import clock
from core.once.views import OnceActionView, OnceFormView

MOST_BYTES = 64 * 1024


class SlackPage(View):
    """A page of somebody who signed up; for everybody else it does not exist."""

    @cached_property
    def candidate(self) -> Candidate:
        return get_object_or_404(Candidate.objects.select_related("user"), user=self.request.user)


class HomeView(SlackPage, OnceFormView):
    template_name = "community/slack.html"
    form_class = AcceptForm
    success_url = reverse_lazy("slack:home")
    done_message = _("Thank you. That protects everybody here, you too.")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "version": current_version()}

    def act(self, form: Any) -> str:
        accept_conduct(self.candidate, version=form.cleaned_data["version"], at=clock.now())
        return str(self.success_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stands = where_one_stands(membership_of(self.candidate), clock.now())
        text, language = text_in(get_language() or "en")
        return super().get_context_data(stands=stands, **stands, text=text, text_language=language, **kwargs)


class AgainView(SlackPage, OnceActionView):
    back_url = reverse_lazy("slack:home")
    done_message = _("The invitation is on its way to you.")

    def act(self) -> str:
        invite_again(self.candidate, at=clock.now())
        return str(self.back_url)


def membership_of(candidate: Candidate) -> SlackMembership | None:
    return SlackMembership.objects.filter(candidate=candidate).select_related("candidate__user").first()


def where_one_stands(membership: SlackMembership | None, now: datetime) -> dict[str, Any]:
    """Return what the page and the panel show. `again` is whether an invitation can be asked for once more."""
    if membership is None or membership.status in (SlackStatus.CLOSED, SlackStatus.TO_REMOVE):
        return {"membership": None}
    invited = membership.status == SlackStatus.INVITED and bool(settings.ORG_SLACK_INVITE_URL)
    why_not = why_not_again(sent_at=membership.sent_at, invitations=membership.invitations, now=now)
    return {
        "membership": membership,
        "to_accept": membership.conduct_version != current_version(),
        "again": (invited and not why_not) or membership.status == SlackStatus.LEFT,
        "why_not": why_not if invited else "",
    }


class OurClock(Clock):
    def now(self) -> float:
        return clock.now().timestamp()


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class EventsView(View):
    """Slack's Events API. Whatever does not carry Slack's signature of the last five minutes is answered 401."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _length_of(request) > MOST_BYTES:
            return HttpResponse(status=413)
        if request.method != "POST" or not _is_signed(request):
            return HttpResponse(status=401)
        return _answer(request.body)


def _length_of(request: HttpRequest) -> int:
    """The announced length; the server hands over no more than that. What announces nothing has none."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isascii() and announced.isdecimal() else MOST_BYTES + 1


def _is_signed(request: HttpRequest) -> bool:
    secret = settings.SLACK_SIGNING_SECRET
    timestamp, signature = (
        request.headers.get(name, "") for name in ("X-Slack-Request-Timestamp", "X-Slack-Signature")
    )
    # The verifier reads a number and compares ASCII, and raises for anything else.
    if not (
        secret
        and timestamp.isascii()
        and timestamp.isdecimal()
        and len(timestamp) < 12
        and signature.isascii()
    ):
        return False
    try:
        return SignatureVerifier(secret, OurClock()).is_valid(request.body, timestamp, signature)
    except UnicodeDecodeError:
        return False


def _answer(body: bytes) -> HttpResponse:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return HttpResponse(status=400)
    if not isinstance(told, dict):
        return HttpResponse(status=400)
    if told.get("type") == "url_verification":
        return JsonResponse({"challenge": str(told.get("challenge", ""))[:256]})
    event, event_id = told.get("event"), told.get("event_id")
    if (
        isinstance(event, dict)
        and isinstance(event_id, str)
        and 0 < len(event_id) <= 64
        and "\x00" not in event_id
    ):
        heed(event_id, event, at=clock.now())
    return HttpResponse(status=200)
