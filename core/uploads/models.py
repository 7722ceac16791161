import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.uploads.contents import KINDS


class Upload(models.Model):
    """A file that somebody handed in. Its content lies in `MEDIA_DIR`; who may have it is decided where it belongs to.

    `name` is what its sender called it; `extension` is what it is.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    extension = models.CharField(_("kind"), max_length=3, choices=[(kind, kind.upper()) for kind in KINDS])
    name = models.CharField(_("name of the file"), max_length=150, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        on_delete=models.PROTECT,
        related_name="uploads",
    )
    uploaded_at = models.DateTimeField(_("handed in"), default=clock.now)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(condition=Q(extension__in=list(KINDS)), name="upload_kind_known")
        ]

    def __str__(self) -> str:
        return f"{self.public_id.hex[:8]}.{self.extension}"
