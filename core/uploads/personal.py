"""Files that a person handed in: the rows stay as keys and sizes, the files and their names go."""

from django.utils.translation import gettext_lazy as _

from core import clock
from core.privacy.registry import Fate, Identity, holds, sweep
from core.uploads.models import Upload
from core.uploads.services import path_of

holds(
    "uploads.Upload",
    "uploaded_by",
    Fate.BLANKS,
    title=_("Files that you handed in"),
    shows=("name", "extension", "size", "uploaded_at"),
    blanks={"name": "", "sha256": ""},
    keeps=("extension",),
)


@sweep
def files(who: Identity) -> None:
    """Before the commit: at worst a file is gone of somebody who is erased at the next attempt."""
    for upload in Upload.objects.filter(uploaded_by=who.user_id, erased_at__isnull=True):
        path_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(uploaded_by=who.user_id).update(erased_at=clock.now())
