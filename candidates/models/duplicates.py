import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.again import looked_at_again
from candidates.duplicates import Reason, Strength
from candidates.models.candidate import Candidate
from candidates.querysets import LikelyDuplicateQuerySet, PersonMergeQuerySet
from core import clock
from core.accounts.models import User
from core.audit.append_only import append_only


class NamedUser(User):
    """A user whose name or address changed is compared with everybody once more."""

    class Meta:
        proxy = True
        triggers = [looked_at_again("first_name", "last_name", "email", person="user_id")]


class Compared(models.Model):
    """This candidate is being, or was, compared with all others; a trigger deletes the row when the person changes."""

    candidate = models.OneToOneField(
        Candidate, primary_key=True, on_delete=models.CASCADE, related_name="compared"
    )
    compared_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.candidate_id)


class LikenessKey(models.Model):
    """A keyed hash of something that two records of one person have in common: no name, address or phone."""

    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, related_name="likeness_keys", db_index=False
    )
    digest = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest", "candidate"], name="likeness_by_digest")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "digest"], name="each_key_once")
        ]

    def __str__(self) -> str:
        return str(self.digest)


class Answer(models.TextChoices):
    SAME = "same", _("one person")
    DIFFERENT = "different", _("different people")


class LikelyDuplicate(models.Model):
    """Two records that may be one person, the older one first, and why; codes only. Staff say which it is."""

    first = models.ForeignKey(
        Candidate, verbose_name=_("first record"), on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        Candidate, verbose_name=_("second record"), on_delete=models.CASCADE, related_name="+"
    )
    reasons = ArrayField(models.CharField(max_length=16, choices=Reason), verbose_name=_("reasons"))
    strength = models.PositiveSmallIntegerField(_("how likely"), choices=Strength)
    found_at = models.DateTimeField(_("found"), default=clock.now)
    answer = models.CharField(_("answer"), max_length=16, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = LikelyDuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        ordering = ["-strength", "id"]
        indexes = [
            models.Index(fields=["-strength", "id"], name="duplicates_to_answer", condition=Q(answer=""))
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="each_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="the_older_record_first"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="an_answer_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"


class PersonMerge(models.Model):
    """That two records were made one, or parted again. `moved` is what it takes to part them: keys and codes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(
        Candidate, verbose_name=_("record that stays"), on_delete=models.PROTECT, related_name="merges"
    )
    other = models.ForeignKey(
        Candidate,
        verbose_name=_("record that was merged"),
        on_delete=models.PROTECT,
        related_name="merged_by",
    )
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("parts again"),
        null=True,
        on_delete=models.PROTECT,
        related_name="undone_by",
    )
    moved = models.JSONField(_("what moved"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("when"), default=clock.now)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of records")
        ordering = ["-id"]
        triggers = append_only()
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("other")), name="a_merge_takes_two"),
        ]

    def __str__(self) -> str:
        return f"{self.other} → {self.kept}"
