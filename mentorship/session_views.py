"""Arranging, moving and cancelling a session."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView, OnceFormView
from mentorship import sessions
from mentorship.enums import MentorshipStatus
from mentorship.forms import MoveForm, SessionForm
from mentorship.models import MentorSession, Mentorship

HOME = reverse_lazy("mentorship:home")


class ArrangeView(OnceFormView):
    template_name = "mentorship/arrange.html"
    form_class = SessionForm
    done_message = _("Arranged: we have told the other one, and remind you both.")

    @cached_property
    def mentorship(self) -> Mentorship:
        mine = Mentorship.objects.of(person_of(self.request)).filter(status=MentorshipStatus.ACTIVE)
        return get_object_or_404(
            mine.select_related("mentor__user", "candidate__user"), public_id=self.kwargs["public_id"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(other=_other_of(self.mentorship, self.request), **kwargs)

    def act(self, form: SessionForm) -> str:
        typed = form.cleaned_data
        sessions.arrange(
            self.mentorship,
            typed["starts_at"],
            about=typed["about"],
            actor=person_of(self.request),
            at=clock.now(),
        )
        return str(HOME)


class OwnSession:
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def session(self) -> MentorSession:
        mine = MentorSession.objects.of(person_of(self.request))
        return get_object_or_404(
            mine.select_related("mentorship__mentor__user", "mentorship__candidate__user"),
            public_id=self.kwargs["public_id"],
        )


class SessionView(OwnSession, OnceFormView):
    """The session, and another time for it."""

    template_name = "mentorship/session.html"
    form_class = MoveForm
    done_message = _("Moved: we have told the other one, and remind you both of the new time.")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_at": self.session.starts_at}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_change = self.session.cancelled_at is None and self.session.starts_at > clock.now()
        return super().get_context_data(
            session=self.session,
            other=_other_of(self.session.mentorship, self.request),
            can_change=can_change,
            **kwargs,
        )

    def act(self, form: MoveForm) -> str:
        sessions.move(
            self.session, form.cleaned_data["starts_at"], actor=person_of(self.request), at=clock.now()
        )
        return str(HOME)


class CancelView(OwnSession, OnceActionView):
    back_url = HOME
    done_message = _("Cancelled: we have told the other one.")

    def act(self) -> str:
        sessions.cancel(self.session, actor=person_of(self.request), at=clock.now())
        return str(HOME)


def _other_of(pair: Mentorship, request: Any) -> Any:
    mentor, candidate = pair.mentor.user, pair.candidate.user
    return candidate if mentor == person_of(request) else mentor
