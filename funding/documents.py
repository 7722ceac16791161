"""Files beside an application: kept while it can be written at, given out to those who may see it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import Refused
from core.uploads.contents import Checked
from core.uploads.services import forget, keep
from funding.enums import WRITABLE
from funding.models import ApplicationDocument, FundingApplication

MOST_DOCUMENTS = 10


def documents_of(application: FundingApplication) -> list[ApplicationDocument]:
    return list(application.documents.select_related("upload"))


@transaction.atomic
def add_document(
    application: FundingApplication, checked: Checked, *, kind: str, actor: User, at: datetime
) -> ApplicationDocument:
    """Keep a checked file beside the draft. Raises Refused once it is handed in, and beyond ten files."""
    locked = _writable(application)
    if locked.documents.count() >= MOST_DOCUMENTS:
        raise Refused("too_many", _("Ten files are the most. Take one away first."))
    upload = keep(checked, by=actor, at=at)
    made: ApplicationDocument = locked.documents.create(upload=upload, kind=kind)
    return made


@transaction.atomic
def remove_document(application: FundingApplication, public_id: UUID, *, at: datetime) -> None:
    """Take a file away from the draft. Raises Refused once it is handed in, and where there is no such file."""
    found = _writable(application).documents.filter(upload__public_id=public_id).first()
    if found is None:
        raise Refused("gone", _("This file is gone already."))
    upload = found.upload
    found.delete()
    forget(upload, at=at)


def _writable(application: FundingApplication) -> FundingApplication:
    locked: FundingApplication = FundingApplication.objects.select_for_update(of=("self",)).get(
        pk=application.pk
    )
    if locked.status not in WRITABLE:
        raise Refused("handed_in", _("This application has been handed in; it can no longer be changed."))
    return locked
