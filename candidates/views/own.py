"""What is of the person who is signed in: their profile, and a race of theirs."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from candidates.models import Candidacy, Candidate
from core.accounts.requests import person_of


class OwnProfile:
    """For a page of somebody who signed up; for everybody else it does not exist."""

    request: Any

    @cached_property
    def candidate(self) -> Candidate:
        found: Candidate = get_object_or_404(Candidate.objects.select_related("user"), user=self.request.user)
        return found


class OwnCandidacy:
    """For a page of one race, `public_id` of its address; for everybody but its candidate it does not exist."""

    request: Any
    kwargs: Any

    def reachable(self) -> QuerySet[Candidacy]:
        return Candidacy.objects.filter(candidate__user=person_of(self.request))

    @cached_property
    def candidacy(self) -> Candidacy:
        related = self.reachable().select_related("candidate__user", "race__office", "race__election")
        return get_object_or_404(related, public_id=self.kwargs["public_id"])
