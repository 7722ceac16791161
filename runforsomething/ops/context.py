"""What every page knows: whose site this is, and where this person can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from core.accounts.predicates import is_donor, is_finance, is_interviewer, is_mentor, is_program_staff


def organisation(request: HttpRequest) -> dict[str, Any]:
    return {
        "ORG": {
            "name": settings.ORG_NAME,
            "party": settings.ORG_PARTY,
            "accent": settings.ORG_ACCENT,
            "help_email": settings.ORG_EMAIL_HELP,
            "public_dashboard": settings.ORG_PUBLIC_DASHBOARD,
        }
    }


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu of the person who is signed in; counted only when a template shows it."""
    return {"navigation": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    user = getattr(request, "user", None)
    entries = [(_("What could I run for?"), reverse("offices:list"))]
    if user is None or not user.is_authenticated:
        entries += _open_entries()
    else:
        entries = [*_own_entries(user, entries), *_work_entries(user)]
    path = request.path
    return [{"label": label, "url": url, "current": path.startswith(url)} for label, url in entries]


def _open_entries() -> list[tuple[Any, str]]:
    ballot = reverse("community:course", args=["getting-on-your-local-ballot"])
    entries = [(_("Getting on the ballot"), ballot), (_("Sign up"), reverse("candidates:signup"))]
    if settings.ORG_PUBLIC_DASHBOARD:
        entries.append((_("Where the money goes"), reverse("donors:dashboard")))
    return entries


def _own_entries(user: Any, offices: list[tuple[Any, str]]) -> list[tuple[Any, str]]:
    if not Candidate.objects.filter(user=user).exists():
        return []
    return [
        (_("My next step"), reverse("candidates:me")),
        *offices,
        (_("Calls"), reverse("interviews:calls")),
        (_("Training"), reverse("community:training")),
        (_("Funding"), reverse("funding:home")),
    ]


def _work_entries(user: Any) -> list[tuple[Any, str]]:
    entries: list[tuple[Any, str]] = []
    if user.is_staff:
        entries += [(_("What waits"), reverse("ops:staff")), (_("Back office"), reverse("admin:index"))]
    if is_interviewer(user):
        entries.append((_("My hours and talks"), reverse("interviews:interviewer")))
        entries.append((_("My talks"), reverse("interviews:mine")))
    if is_mentor(user) or Candidate.objects.filter(user=user, mentorships__isnull=False).exists():
        entries.append((_("Mentoring"), reverse("mentorship:home")))
    if (is_donor | is_program_staff | is_finance)(user) or settings.ORG_PUBLIC_DASHBOARD:
        entries.append((_("Where the money goes"), reverse("donors:dashboard")))
    return entries
