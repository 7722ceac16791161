"""Where exports lie until they are fetched or expire: in MEDIA_DIR, outside the web root, in no backup."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from core.privacy.models import ExportRequest

FOLDER = "exports"


def file_of(export: ExportRequest) -> Path:
    return _folder() / f"{export.public_id}.zip"


def delete_those_without_a_request() -> int:
    """Delete every file whose request is gone or expired, half-written ones too; return how many."""
    there = {path: _id_in(path) for path in _files()}
    wanted = ExportRequest.objects.filter(public_id__in=[found for found in there.values() if found])
    live = set(wanted.filter(expired_at__isnull=True).values_list("public_id", flat=True))
    gone = [path for path, found in there.items() if found not in live]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def _files() -> Iterator[Path]:
    yield from _folder().glob("*") if _folder().is_dir() else ()


def _id_in(path: Path) -> UUID | None:
    try:
        return UUID(path.name.partition(".")[0])
    except ValueError:
        return None
