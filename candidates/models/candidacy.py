import uuid

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.enums import LIVE, CandidacyStatus
from candidates.models.candidate import Candidate
from candidates.querysets import CandidacyQuerySet
from core import clock
from core.audit.tracking import track
from core.fields import WebAddressField
from core.lifecycle import Transition
from core.uploads.models import Upload
from offices.models import Race


@track(personal=["evidence_url", "evidence_note", "override_reason"])
class Candidacy(models.Model):
    """A candidate in a race. `ballot_date` is the day from which the official list shows the candidate as qualified."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="candidacies"
    )
    race = models.ForeignKey(
        Race, verbose_name=_("race"), on_delete=models.PROTECT, related_name="candidacies"
    )
    status = models.CharField(
        _("status"), max_length=16, choices=CandidacyStatus, default=CandidacyStatus.PLANNED
    )
    evidence_url = WebAddressField(
        _("link to the official list"),
        max_length=500,
        blank=True,
        validators=[URLValidator(["https", "http"])],
    )
    evidence_file = models.ForeignKey(
        Upload,
        verbose_name=_("file that shows it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    evidence_note = models.TextField(_("note on the evidence"), max_length=2_000, blank=True)
    evidence_sent_at = models.DateTimeField(_("evidence sent"), null=True, blank=True)
    ballot_date = models.DateField(_("ballot date"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    has_opponent = models.BooleanField(
        _("somebody runs against them"),
        null=True,
        blank=True,
        help_text=_("Empty: nobody has looked it up yet."),
    )
    special_election_override = models.BooleanField(_("special election: no waiting time"), default=False)
    override_reason = models.CharField(_("reason of the exception"), max_length=200, blank=True)
    funded_at = models.DateTimeField(_("first payment"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "race"], condition=Q(status__in=LIVE), name="one_live_candidacy_per_race"
            ),
            models.CheckConstraint(
                condition=Q(status=CandidacyStatus.PLANNED)
                | Q(status=CandidacyStatus.ENDED)
                | Q(ballot_date__isnull=False, verified_at__isnull=False),
                name="on_the_ballot_means_verified_with_its_date",
            ),
            models.CheckConstraint(
                condition=Q(special_election_override=False) | ~Q(override_reason=""),
                name="an_exception_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.race}"


class CandidacyTransition(Transition):
    subject = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="transitions")

    class Meta(Transition.Meta):
        indexes = [models.Index(fields=["to_state", "recorded_at"])]
