"""What was handed in, two copies side by side."""

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from funding.copies import compare, copies_of
from funding.views.own import SharedRace


class CopiesView(SharedRace, TemplateView):
    """The copy that was handed in last beside the one before it; `copy` names another one."""

    template_name = "funding/copies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copies = copies_of(self.application) if self.application else []
        if not copies:
            raise Http404
        number = self.request.GET.get("copy", "")
        after = next((copy for copy in copies if str(copy.number) == number), copies[-1])
        before = next((copy for copy in copies if copy.number == after.number - 1), None)
        return super().get_context_data(
            candidacy=self.candidacy,
            copies=copies,
            before=before,
            after=after,
            compared=compare(before.content if before else {}, after.content),
            race_url=self.race_url,
            **kwargs,
        )
