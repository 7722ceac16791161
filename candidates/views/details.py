"""What we know of somebody, to be read and changed by that person."""

from typing import Any

from django.urls import reverse_lazy
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from candidates.details import OF_THE_CANDIDATE, OF_THE_USER, details_of, save_details
from candidates.details_form import DetailsForm
from candidates.views.own import OwnProfile
from core import clock
from core.once.views import OnceFormView


class DetailsView(OwnProfile, OnceFormView):
    template_name = "candidates/details.html"
    form_class = DetailsForm
    success_url = reverse_lazy("candidates:me")
    done_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        user, chosen = (
            self.candidate.user,
            self.candidate.interests.values_list("office__public_id", flat=True),
        )
        kept = {name: getattr(user, name) for name in OF_THE_USER}
        return (
            kept
            | {name: getattr(self.candidate, name) for name in OF_THE_CANDIDATE}
            | {"offices": list(chosen)}
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidate": self.candidate}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = {detail.name: detail.changed_at for detail in details_of(self.candidate)}
        return super().get_context_data(candidate=self.candidate, changed=changed, **kwargs)

    def act(self, form: DetailsForm) -> str:
        typed = dict(form.cleaned_data)
        offices = list(typed.pop("offices"))
        typed["phone"] = typed["phone"] or ""
        typed["exploring"] = self.candidate.exploring or not offices
        save_details(self.candidate, typed, offices, at=clock.now())
        # What is said on the next page is said in the language that was chosen.
        translation.activate(typed["language"])
        return str(self.success_url)
