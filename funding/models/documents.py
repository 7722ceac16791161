from django.db import models
from django.utils.translation import gettext_lazy as _

from core.uploads.models import Upload
from funding.enums import DocumentKind
from funding.models.applications import FundingApplication


class ApplicationDocument(models.Model):
    """A file beside an application. Reviewers never see it: it may tell whose the plan is."""

    application = models.ForeignKey(FundingApplication, on_delete=models.PROTECT, related_name="documents")
    upload = models.OneToOneField(
        Upload, verbose_name=_("file"), on_delete=models.PROTECT, related_name="application_document"
    )
    kind = models.CharField(_("what it is"), max_length=16, choices=DocumentKind)

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of applications")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.upload)
