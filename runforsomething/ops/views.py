"""The landing page and what an installation says of itself."""

import re
from secrets import compare_digest

from csp.constants import SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from candidates.models import Candidate
from core import clock
from core.accounts.predicates import is_donor, is_finance, is_mentor
from core.accounts.requests import person_of
from core.outbox.desk.views import INSIDE
from funding.policy import current_policy
from runforsomething.ops import health, mailbox
from runforsomething.ops import metrics as counted
from runforsomething.ops.contrast import readable_on
from runforsomething.ops.figures import Figures
from runforsomething.ops.opening import opening
from runforsomething.ops.waiting import waiting_for


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
def questions(request: HttpRequest) -> HttpResponse:
    policy = current_policy()
    context = {
        "age_limit": policy.age_limit,
        "minimum_age": settings.PROGRAM_MINIMUM_AGE,
        "wait_months": policy.wait_months,
        "share": f"{policy.share * 100:f}".rstrip("0").rstrip("."),
    }
    return render(request, "questions.html", context)


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
    person = person_of(request)
    context = waiting_for(person, now=clock.now(), whose=request.GET.get("whose", ""))
    context["keeps_books"] = is_finance(person)
    return render(request, "ops/staff.html", context)


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
@csp_update({"frame-src": [SELF]})
def mail(request: HttpRequest) -> HttpResponse:
    """On one machine: the mails that were sent, newest first, or one of them as its reader sees it."""
    if not settings.DEMONSTRATION:
        raise Http404
    one = mailbox.called(request.GET.get("mail", ""))
    if one is not None:
        return render(request, "ops/one_mail.html", {"mail": one})
    address = request.GET.get("to", "")
    return render(request, "ops/mail.html", {"mails": mailbox.newest(30, to=address), "address": address})


@login_not_required
@require_safe
@xframe_options_sameorigin
@csp({**INSIDE, "sandbox": ["allow-popups allow-popups-to-escape-sandbox"]})
def mail_html(request: HttpRequest) -> HttpResponse:
    """On one machine: a mail's HTML alone. Its links open in a window of their own; nothing in it runs."""
    if not settings.DEMONSTRATION:
        raise Http404
    one = mailbox.called(request.GET.get("mail", ""))
    html = one.html if one is not None else str(_("No mail yet"))
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """On one machine: every component on one page."""
    if not settings.DEMONSTRATION:
        raise Http404
    return render(request, "styleguide.html")
