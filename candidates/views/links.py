"""The link in the mail that follows a sign-up, and the answer of the owner of a known address."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from candidates import intake as intakes
from candidates.enums import IntakeStatus
from candidates.links import read_link, refuse_if_used, use_link
from candidates.models import Candidate, Intake
from candidates.taking_over import accept, differences, discard
from candidates.wished_calls import take_wished_seat
from core import clock
from core.lifecycle import Refused


def _take_seat(request: HttpRequest, intake: Intake, candidate: Candidate | None) -> None:
    problem = take_wished_seat(intake, candidate, at=clock.now()) if candidate else ""
    if problem:
        messages.warning(request, problem)


@method_decorator([login_not_required, never_cache], name="dispatch")
class LinkView(View):
    """The mailed link. Opening it changes nothing, since mail scanners open links too; the button does."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            intake = read_link(token)
            if intake.user == request.user and intake.status == IntakeStatus.AWAITING:
                return redirect("candidates:accept", public_id=intake.public_id)
            refuse_if_used(intake)
        except Refused as refusal:
            return self._refused(request, refusal)
        return render(request, "candidates/link.html", {"intake": intake})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            intake = read_link(token)
            use_link(intake, at=clock.now())
        except Refused as refusal:
            return self._refused(request, refusal)
        user = intake.user
        assert user is not None
        intakes.verify(user, at=clock.now())
        waits = intake.status == IntakeStatus.AWAITING
        if not waits:
            _take_seat(request, intake, Candidate.objects.filter(user=user).first())
        goal = reverse("candidates:accept", args=[intake.public_id]) if waits else reverse("candidates:me")
        record_authentication(request, user, method="link", email=user.email)
        return perform_login(request, Login(user=user, redirect_url=goal, email=user.email))

    def _refused(self, request: HttpRequest, refusal: Refused) -> HttpResponse:
        """Whoever is signed in and presses once more is where the link leads; another link's fault is told."""
        if request.user.is_authenticated:
            if refusal.code != "used":
                messages.warning(request, str(refusal))
            return redirect("candidates:me")
        return render(request, "candidates/link_refused.html", {"refusal": refusal}, status=410)


class AcceptView(View):
    """The owner of a known address decides whether a later sign-up changes anything: once, however often it is sent."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        intake = self._intake(request, public_id)
        if intake.status != IntakeStatus.AWAITING:
            return self._is_answered(request)
        context = {"intake": intake, "differences": differences(intake)}
        return render(request, "candidates/accept.html", context)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        intake = self._intake(request, public_id)
        if intake.status != IntakeStatus.AWAITING:
            return self._is_answered(request)
        if request.POST.get("answer") == "accept":
            candidate = accept(intake, at=clock.now())
            _take_seat(request, intake, candidate)
            messages.success(request, _("Saved: we took over what you wrote."))
        else:
            discard(intake)
            messages.info(request, _("Everything stays as it was."))
        return redirect("candidates:me")

    def _intake(self, request: HttpRequest, public_id: str) -> Intake:
        asked = (IntakeStatus.AWAITING, IntakeStatus.ACCEPTED, IntakeStatus.DISCARDED)
        return get_object_or_404(Intake, public_id=public_id, user=request.user, status__in=asked)

    def _is_answered(self, request: HttpRequest) -> HttpResponse:
        messages.info(
            request, _("You have answered this already. What we know of you stands under “Your details”.")
        )
        return redirect("candidates:me")
