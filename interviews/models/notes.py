"""What an interviewer has typed so far, and the second, blind reading of what was handed in."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit.tracking import track
from interviews.enums import TOP_RATING, Criterion, Recommendation
from interviews.models.interviewers import Interviewer
from interviews.models.reviews import Scorecard
from interviews.models.talks import Interview
from interviews.querysets import SecondReadingQuerySet


class NotesDraft(models.Model):
    """Notes that are not handed in yet, as typed. `version` rises with each saving, `saved_from` is the window.

    The draft goes with the hand-in.
    """

    interview = models.OneToOneField(
        Interview, verbose_name=_("talk"), on_delete=models.PROTECT, related_name="draft"
    )
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)
    saved_from = models.CharField(max_length=36, blank=True)

    def __str__(self) -> str:
        return f"{self.pk} · {self.version}"


def _rating(criterion: Criterion) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        criterion.label, null=True, blank=True, validators=[MaxValueValidator(TOP_RATING)]
    )


@track()
class SecondReading(models.Model):
    """The same notes rated again by somebody who does not know whose they are. Its name tells nobody's."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    scorecard = models.OneToOneField(
        Scorecard, verbose_name=_("notes"), on_delete=models.PROTECT, related_name="second_reading"
    )
    reader = models.ForeignKey(
        Interviewer,
        verbose_name=_("second reader"),
        null=True,
        on_delete=models.PROTECT,
        related_name="readings",
    )
    passed_by = ArrayField(models.BigIntegerField(), verbose_name=_("recognised by"), default=list)
    asked_at = models.DateTimeField(_("asked"), default=clock.now)
    reason = _rating(Criterion.REASON)
    roots = _rating(Criterion.ROOTS)
    grasp = _rating(Criterion.GRASP)
    time = _rating(Criterion.TIME)
    asking = _rating(Criterion.ASKING)
    learning = _rating(Criterion.LEARNING)
    recommendation = models.CharField(_("recommendation"), max_length=16, choices=Recommendation, blank=True)
    read_at = models.DateTimeField(_("read"), null=True)

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("second reading")
        verbose_name_plural = _("second readings")
        ordering = ["asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | (~Q(recommendation="") & Q(reader__isnull=False)),
                name="what_was_read_has_its_reader_and_recommendation",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{criterion}__lte": TOP_RATING for criterion in Criterion}),
                name="second_ratings_go_up_to_four",
            ),
        ]

    def __str__(self) -> str:
        """Blind: whoever reads it must not read a name here."""
        return str(self.public_id)[:8]
