"""The candidate's agreement after a talk."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView
from interviews import reviews
from interviews.candidate_page import CandidatePage


class AgreeView(CandidatePage, OnceActionView):
    back_url = reverse_lazy("candidates:me")
    done_message = _("Welcome on board!")

    def act(self) -> str:
        reviews.agree(self.candidate, actor=person_of(self.request), at=clock.now())
        return str(self.back_url)
