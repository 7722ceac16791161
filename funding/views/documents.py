"""Files beside an application, for the candidate and the treasurer; for staff and finance to read."""

from typing import Any
from uuid import UUID

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from core import clock
from core.accounts.requests import person_of
from core.lifecycle import Refused
from core.once.views import OnceActionView, OnceFormView
from core.uploads.services import attachment
from funding import applications, documents
from funding.enums import WRITABLE
from funding.forms import DocumentForm
from funding.models import ApplicationDocument, FundingApplication
from funding.rules import money
from funding.views.own import SharedRace


class DocumentsView(SharedRace, OnceFormView):
    """The list, and one more. `file` in the address gives one of them out."""

    template_name = "funding/documents.html"
    form_class = DocumentForm
    done_message = _("The file is kept.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        wanted = request.GET.get("file")
        if wanted is None:
            return super().get(request, *args, **kwargs)
        for document in documents.documents_of(self.application) if self.application else ():
            if str(document.upload.public_id) == wanted:
                return attachment(document.upload)
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        return super().get_context_data(
            candidacy=self.candidacy,
            documents=documents.documents_of(application) if application else [],
            is_writable=application is None or application.status in WRITABLE,
            race_url=self.race_url,
            **kwargs,
        )

    def act(self, form: DocumentForm) -> str:
        now, said = clock.now(), form.cleaned_data
        application = applications.open_application(self.candidacy, at=now)
        documents.add_document(
            application, said["file"], kind=said["kind"], actor=person_of(self.request), at=now
        )
        return reverse("funding:documents", args=[self.candidacy.public_id])


class RemoveDocumentView(SharedRace, OnceActionView):
    done_message = _("The file is gone.")

    @property
    def back_url(self) -> str:
        return reverse("funding:documents", args=[self.candidacy.public_id])

    def act(self) -> str:
        application = get_object_or_404(FundingApplication, pk=self.application.pk if self.application else 0)
        try:
            wanted = UUID(self.request.POST.get("file", ""))
        except ValueError as error:
            raise Refused("gone", _("This file is gone already.")) from error
        documents.remove_document(application, wanted, at=clock.now())
        return self.back_url


class DocumentView(UserPassesTestMixin, View):
    """For program staff and finance; a reviewer never, even of a plan that is scored."""

    http_method_names = ["get"]
    request: HttpRequest
    raise_exception = True

    def test_func(self) -> bool:
        return bool(money(person_of(self.request)))

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        visible = FundingApplication.objects.visible_to(person_of(request))
        rows = ApplicationDocument.objects.filter(application__in=visible).select_related("upload")
        return attachment(get_object_or_404(rows, upload__public_id=public_id).upload)
