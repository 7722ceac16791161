"""Proposals and mentorships, for the mentor and for the candidate alike."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentorship
from mentorship.services import fit_of, say_no, say_yes


class HomeView(TemplateView):
    template_name = "mentorship/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Mentorship.objects.of(person_of(self.request)).live()
        rows = found.select_related("mentor__user", "candidate__user").prefetch_related("candidate__offices")
        return super().get_context_data(pairs=[self._pair(row) for row in rows], **kwargs)

    def _pair(self, row: Mentorship) -> dict[str, Any]:
        is_mentor = row.mentor.user_id == self.request.user.pk
        return {
            "mentorship": row,
            "is_mentor": is_mentor,
            "other": row.candidate.user if is_mentor else row.mentor.user,
            "reasons": fit_of(row.mentor, row.candidate).reasons[:3],
            "sessions": row.sessions.coming(clock.now()),
            "said_yes": row.mentor_said_yes_at if is_mentor else row.candidate_said_yes_at,
        }


class AnswerView(OnceActionView):
    back_url = reverse_lazy("mentorship:home")

    @cached_property
    def mentorship(self) -> Mentorship:
        return get_object_or_404(
            Mentorship.objects.of(person_of(self.request)), public_id=self.kwargs["public_id"]
        )

    def act(self) -> str:
        if self.request.POST.get("answer") == "yes":
            say_yes(self.mentorship, actor=person_of(self.request), at=clock.now())
        else:
            say_no(self.mentorship, actor=person_of(self.request), at=clock.now())
        return str(self.back_url)

    @property
    def done_message(self) -> Any:
        if Mentorship.objects.filter(pk=self.mentorship.pk, status=MentorshipStatus.ACTIVE).exists():
            return _("You have both said yes. Here is how to reach each other.")
        if self.request.POST.get("answer") == "yes":
            return _("Thank you. Once you have both said yes, you see how to reach each other.")
        return _("Noted. We will look for somebody else.")
