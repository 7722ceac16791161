"""Keeping files, and giving them out."""

import hashlib
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404

from core.accounts.models import User
from core.uploads.contents import MIME_TYPES, Checked
from core.uploads.models import Upload

FOLDER = "uploads"
SAFE = re.compile(r"[^\w .()-]+")
# Longer than a request takes: so long a file may lie there before its row is committed.
UNFINISHED = timedelta(days=1)


def keep(checked: Checked, *, by: User, at: datetime) -> Upload:
    """Keep a checked file. Its name on disk tells nothing; it may be read by nobody but the system's own account."""
    upload = Upload(
        extension=checked.extension,
        name=as_name(checked.name),
        size=len(checked.content),
        sha256=hashlib.sha256(checked.content).hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )
    target = path_of(upload)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(checked.content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    upload.save()
    return upload


def forget(upload: Upload, *, at: datetime) -> None:
    """Delete the file and its name; the row stays as a key and a size."""
    path_of(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).update(erased_at=at, name="", sha256="")


def attachment(upload: Upload) -> FileResponse:
    """Return the file to be saved, never to be shown as a page of this site. Raises Http404 when it is gone.

    Whoever calls this has checked who asks.
    """
    try:
        file = path_of(upload).open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    stem = Path(upload.name).stem or upload.public_id.hex[:8]
    name = f"{stem}.{upload.extension}"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=MIME_TYPES[upload.extension])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def path_of(upload: Upload) -> Path:
    return _folder() / f"{upload.public_id}.{upload.extension}"


def as_name(given: str) -> str:
    """Return a file's name as its sender would know it again, without anything that a system could take amiss."""
    return SAFE.sub("_", Path(given.replace("\\", "/")).name).strip(" .")[:100]


def delete_strays(*, now: datetime) -> int:
    """Delete files that no row stands for, as when a request failed after the file was written; return how many."""
    folder = _folder()
    old = (now - UNFINISHED).timestamp()
    there = [path for path in (folder.iterdir() if folder.is_dir() else ()) if path.stat().st_mtime < old]
    known = set(Upload.objects.filter(erased_at__isnull=True).values_list("public_id", flat=True))
    strays = [path for path in there if path.suffix == ".part" or _id_in(path) not in known]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def _id_in(path: Path) -> UUID | None:
    try:
        return UUID(path.stem)
    except ValueError:
        return None
