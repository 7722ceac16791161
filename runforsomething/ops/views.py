"""The landing page and what an installation says of itself."""

import re
from datetime import date
from secrets import compare_digest
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from candidates.models import Candidate
from candidates.owners import load_owners, unassigned
from candidates.whose import CHOICES, MINE, NOBODYS
from core import clock
from core.accounts.models import User
from core.accounts.predicates import is_donor, is_mentor, is_program_staff
from core.accounts.requests import person_of
from core.queues import queues_of
from offices.states import NAMES
from runforsomething.ops import health, mailbox
from runforsomething.ops import metrics as counted
from runforsomething.ops.contrast import readable_on
from runforsomething.ops.figures import Figures
from runforsomething.ops.opening import opening


@login_not_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "landing.html", {"opening": opening()})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy.html")


@login_not_required
@require_safe
@cache_control(max_age=3600)
def theme(request: HttpRequest) -> HttpResponse:
    """The organisation's accent, and the text colour that can be read on it."""
    accent = settings.ORG_ACCENT
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", accent):
        accent = "#4338ca"
    css = f":root{{--org-accent:{accent};--org-accent-contrast:{readable_on(accent)}}}"
    return HttpResponse(css, content_type="text/css")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where a person goes after signing in."""
    user = request.user
    if user.is_staff:
        return redirect("ops:staff")
    if Candidate.objects.filter(user=person_of(request)).exists():
        return redirect("candidates:me")
    if is_mentor(user):
        return redirect("mentorship:home")
    return redirect("donors:dashboard" if is_donor(user) else "candidates:me")


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """What waits for this person."""
    if not request.user.is_staff:
        raise PermissionDenied
    user, now, whose = person_of(request), clock.now(), request.GET.get("whose", "")
    context: dict[str, Any] = {}
    if is_program_staff(user):
        context = _by_owner(user, now.date(), whose)
    queues = queues_of(user, now=now, areas=context.get("areas"), whose=whose)
    return render(request, "ops/staff.html", {**context, "queues": queues})


# More states than this are counted, not named.
MOST_STATES_NAMED = 12


def _by_owner(user: User, today: date, whose: str) -> dict[str, Any]:
    """What the page says of who looks after which state. Five queries."""
    owners = load_owners(on=today)
    mine = owners.states_of(user.pk, on=today)
    areas = {MINE: mine, NOBODYS: owners.without_owner(on=today)}
    unowned = unassigned(owners, on=today)
    return {
        "areas": areas.get(whose),
        "whose": whose if whose in areas else "",
        "choices": [("", _("Everybody’s")), *CHOICES],
        "mine": [NAMES[state] for state in sorted(mine)] if len(mine) <= MOST_STATES_NAMED else [],
        "how_many": len(mine),
        "unassigned": [NAMES.get(state, _("state unknown")) for state in unowned],
    }


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and is migrated; Redis is only reported, since no request fails without it."""
    report = health.report()
    return JsonResponse(report, status=200 if report["ready"] else 503)


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """What Prometheus reads, for whoever has the token; answers everybody else 401."""
    token = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not compare_digest(given.encode(), token.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(counted.exposition(Figures()), content_type=CONTENT_TYPE_LATEST)


@login_not_required
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """On one machine: the mails that were sent, newest first."""
    if not settings.DEMONSTRATION:
        raise Http404
    address = request.GET.get("to", "")
    return render(request, "ops/mail.html", {"mails": mailbox.newest(30, to=address), "address": address})


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """On one machine: every component on one page."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, "styleguide.html")
