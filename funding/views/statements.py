"""Statements to keep: the candidate's own, and for finance the books."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from core import clock
from funding.statements import FORMATS, Statement, statement_for
from funding.views.own import SharedRace


def as_file(statement: Statement, form: str, name: str, *, at: datetime) -> HttpResponse:
    """Answer with the statement as a file to keep."""
    kind, render = FORMATS[form]
    answer = HttpResponse(render(statement, at), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


class StatementView(SharedRace, View):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if kwargs["form"] not in FORMATS:
            raise Http404
        at = clock.now()
        return as_file(statement_for(self.candidacy, at=at), kwargs["form"], "statement", at=at)
