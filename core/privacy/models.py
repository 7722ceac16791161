"""What people asked us to do with what we know of them. What was done is said by dates, not by a status."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit.append_only import append_only
from core.audit.tracking import track

PERSON = settings.AUTH_USER_MODEL


class ExportRequest(models.Model):
    """Somebody asked for everything we know of them. The file goes when the request expires."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="export_requests")
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    made_at = models.DateTimeField(_("made"), null=True, editable=False)
    expires_at = models.DateTimeField(_("can be fetched until"), null=True, editable=False)
    expired_at = models.DateTimeField(_("file deleted"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(made_at__isnull=True), name="one_export_being_made_per_person"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(expires_at__isnull=False), name="a_made_export_expires"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ErasureRequest(models.Model):
    """Somebody asked to be erased. Until `begun_at` they can change their mind."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        PERSON, verbose_name=_("person"), on_delete=models.PROTECT, related_name="erasure_requests"
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    due_at = models.DateTimeField(_("due"))
    kept_at = models.DateTimeField(_("changed their mind"), null=True, editable=False)
    held_since = models.DateTimeField(_("held since"), null=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="erasure_to_do",
                condition=Q(kept_at__isnull=True, done_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(kept_at__isnull=True, done_at__isnull=True),
                name="one_open_erasure_per_person",
            ),
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(begun_at__isnull=True),
                name="an_erasure_is_kept_or_begun",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(begun_at__isnull=False), name="what_is_done_was_begun"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class ErasureLog(models.Model):
    """Who was erased, by the random id alone: what `restore` applies again. `version` is that of the erasure."""

    person = models.UUIDField(_("public id"), unique=True)
    erased_at = models.DateTimeField(_("erased"))
    version = models.PositiveSmallIntegerField(_("version of the erasure"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["id"]
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.person)


@track()
class PrivacyChoices(models.Model):
    """What a person decided about being seen and being named. Without a row: seen as usual, never named."""

    user = models.OneToOneField(
        PERSON, verbose_name=_("person"), on_delete=models.CASCADE, related_name="privacy"
    )
    hidden_since = models.DateTimeField(_("hidden since"), null=True, blank=True)
    contact = models.ForeignKey(
        PERSON,
        verbose_name=_("seen only by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    named_since = models.DateTimeField(_("may be named since"), null=True, blank=True)

    class Meta:
        verbose_name = _("choice about privacy")
        verbose_name_plural = _("choices about privacy")
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_since__isnull=True) | Q(contact__isnull=False),
                name="whoever_is_hidden_has_a_contact",
            ),
            models.CheckConstraint(
                condition=~Q(contact=models.F("user")), name="nobody_is_their_own_contact"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class SafetyOutcome(models.TextChoices):
    REACHED = "reached", _("we spoke, and they are safe")
    HELP = "help", _("others are helping now: police, a hotline, people close to them")
    MISTAKE = "mistake", _("pressed by mistake")


class SafetyCall(models.Model):
    """Somebody pressed "I feel unsafe". It is urgent until one of the named staff has answered it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        PERSON, verbose_name=_("person"), on_delete=models.PROTECT, related_name="safety_calls"
    )
    pressed_at = models.DateTimeField(_("pressed"), default=clock.now, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        PERSON,
        verbose_name=_("answered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    outcome = models.CharField(_("what came of it"), max_length=16, choices=SafetyOutcome, blank=True)

    class Meta:
        verbose_name = _("call for help")
        verbose_name_plural = _("calls for help")
        ordering = ["-pressed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(answered_at__isnull=True), name="one_open_call_for_help"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(outcome=""), name="an_answered_call_has_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.pressed_at:%Y-%m-%d %H:%M}"
