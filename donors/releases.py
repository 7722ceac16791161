"""Publishing a release: each figure is counted once and never changes afterwards."""

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import Refused
from donors.figures import DEFINITIONS
from donors.models import Figure, Release

EVERY = timedelta(days=7)
# One publisher at a time.
PUBLISH_LOCK = 0x0D0E


@transaction.atomic
def publish(*, as_of: datetime, now: datetime, actor: User | None = None) -> Release:
    """Count every figure as of `as_of` and freeze them. Raises Refused for a moment to come or released before."""
    if as_of > now:
        raise Refused("future", _("A release cannot be of a moment to come."))
    try:
        with transaction.atomic():
            release = Release.objects.create(as_of=as_of, published_at=now, published_by=actor)
    except IntegrityError as error:
        raise Refused("released", _("There is a release as of this moment already.")) from error
    Figure.objects.bulk_create(
        Figure(release=release, table=d.table, code=d.code, value=d.count(as_of)) for d in DEFINITIONS
    )
    return release


@transaction.atomic
def publish_if_due(*, now: datetime) -> bool:
    """Publish when the last release is seven days old; return whether it did. Two at once publish one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])
    last = Release.objects.first()
    if last is not None and last.as_of > now - EVERY:
        return False
    publish(as_of=now, now=now)
    return True
