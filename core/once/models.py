"""A state-changing form is carried out once, however often it arrives: its hidden key is unique."""

from django.conf import settings
from django.db import models

from core import clock


class FormReceipt(models.Model):
    """What a form answered when it was carried out. The same key is given the same answer."""

    key = models.UUIDField(unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    answer_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return str(self.key)
