"""A race of the person who is signed in, or one whose application they write at as its treasurer."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property

from candidates.models import Candidacy
from candidates.views.own import OwnCandidacy
from core.accounts.requests import person_of
from funding.models import FundingApplication, TreasurerInvitation


class OwnRace(OwnCandidacy):
    """A candidacy of the person who is signed in, with its newest application."""

    @cached_property
    def application(self) -> FundingApplication | None:
        return FundingApplication.objects.filter(candidacy=self.candidacy).first()

    @property
    def is_candidate(self) -> bool:
        return bool(self.candidacy.candidate.user_id == person_of(self.request).pk)

    @property
    def application_url(self) -> str:
        return reverse("funding:application", args=[self.candidacy.public_id])

    @property
    def race_url(self) -> str:
        """Where one came from: the race, or for a treasurer the application."""
        if not self.is_candidate:
            return self.application_url
        return reverse("funding:race", args=[self.candidacy.public_id])


class SharedRace(OwnRace):
    """The own candidacy, or one whose newest application one writes at as its treasurer."""

    def reachable(self) -> QuerySet[Candidacy]:
        person = person_of(self.request)
        shared = TreasurerInvitation.objects.filter(
            user=person, accepted_at__isnull=False, ended_at__isnull=True
        )
        return Candidacy.objects.filter(
            Q(candidate__user=person) | Q(applications__in=shared.values("application"))
        ).distinct()
