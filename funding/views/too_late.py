"""Staff's list of races that need something now, or cannot be helped by money any more."""

from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpRequest
from django.views.generic import TemplateView

from core import clock
from core.accounts.predicates import is_finance, is_program_staff
from core.accounts.requests import person_of
from funding.too_late import cost_unknown, opens_too_late

MOST = 200


class TooLateView(UserPassesTestMixin, TemplateView):
    template_name = "funding/too_late.html"
    raise_exception = True
    request: HttpRequest

    def test_func(self) -> bool:
        person = person_of(self.request)
        return bool(is_program_staff(person) or is_finance(person))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, today = person_of(self.request), clock.now().date()
        return super().get_context_data(
            late=opens_too_late(person, today=today)[:MOST],
            unpriced=cost_unknown(person, today=today)[:MOST],
            **kwargs,
        )
