"""Taking a break, leaving, and coming back."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from candidates import standing
from candidates.journey import journey_of
from candidates.views.own import OwnProfile
from core import clock
from core.once.forms import OnceForm
from core.once.views import OnceActionView, OnceFormView


class BreakForm(OnceForm):
    give_up_bookings = forms.BooleanField(
        label=_("Cancel what I have booked"),
        required=False,
        help_text=_("Without it, your seats and talks are kept for you."),
    )


class _Asks(OwnProfile, OnceFormView):
    success_url = reverse_lazy("candidates:me")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        journey = journey_of(self.candidate, now=clock.now())
        ahead = [journey.next_step, *journey.also]
        booked = [step for step in ahead if step is not None and step.at is not None]
        return super().get_context_data(candidate=self.candidate, booked=booked, **kwargs)


class BreakView(_Asks):
    template_name = "candidates/break.html"
    form_class = BreakForm
    done_message = _("Enjoy your break. One press brings you back.")

    def act(self, form: BreakForm) -> str:
        give_up = form.cleaned_data["give_up_bookings"]
        standing.take_break(self.candidate, give_up_bookings=give_up, at=clock.now())
        return str(self.success_url)


class LeaveView(_Asks):
    template_name = "candidates/leave.html"
    form_class = OnceForm
    done_message = _("You have left. Thank you for having thought of running.")

    def act(self, form: OnceForm) -> str:
        standing.leave(self.candidate, at=clock.now())
        return str(self.success_url)


class ComeBackView(OwnProfile, OnceActionView):
    back_url = reverse_lazy("candidates:me")
    done_message = _("Welcome back. You are where you left off.")

    def act(self) -> str:
        standing.come_back(self.candidate, at=clock.now())
        return str(self.back_url)
