"""The profile of the person who is signed in."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from candidates.models import Candidate


class OwnProfile:
    """For a page of somebody who signed up; for everybody else it does not exist."""

    request: Any

    @cached_property
    def candidate(self) -> Candidate:
        found: Candidate = get_object_or_404(Candidate.objects.select_related("user"), user=self.request.user)
        return found
