"""Pages of somebody who signed up."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import View

from candidates.models import Candidate


class CandidatePage(View):
    """A page of somebody who signed up; for everybody else it does not exist."""

    @cached_property
    def candidate(self) -> Candidate:
        return get_object_or_404(Candidate.objects.select_related("user"), user=self.request.user)
