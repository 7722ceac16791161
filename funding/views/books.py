"""The books for finance: a time, a legal entity, a file."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import get_current_timezone
from django.views.generic import TemplateView

from core import clock
from core.accounts.predicates import is_finance
from core.accounts.requests import person_of
from funding.forms import BooksForm
from funding.models import Programme
from funding.statements import books_of
from funding.views.statements import as_file


class BooksView(UserPassesTestMixin, TemplateView):
    """Budgets as they stand, and a statement of the books to keep as CSV or PDF."""

    template_name = "funding/books.html"
    request: HttpRequest
    raise_exception = True

    def test_func(self) -> bool:
        return bool(is_finance(person_of(self.request)))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = BooksForm(request.GET if "form" in request.GET else None)
        if not (form.is_bound and form.is_valid()):
            context = self.get_context_data(form=form, **kwargs)
            return self.render_to_response(context, status=422 if form.is_bound else 200)
        said, at = form.cleaned_data, clock.now()
        zone = get_current_timezone()
        since = datetime.combine(said["since"], time(0), tzinfo=zone)
        until = datetime.combine(said["until"] + timedelta(days=1), time(0), tzinfo=zone)
        statement = books_of(said["entity"], since=since, until=until, at=at)
        return as_file(statement, said["form"], "books", at=at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        programmes = Programme.objects.select_related("entity").order_by("entity__name", "name")
        rows = [(one, one.budget - one.committed, one.committed - one.paid) for one in programmes]
        return super().get_context_data(programmes=rows, **kwargs)
