import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from candidates.again import looked_at_again
from candidates.enums import HeardFrom, RunningWhen, Stage, Standing, Topic
from candidates.querysets import CandidateQuerySet, PeopleOnce
from core import clock
from core.audit.tracking import track
from core.lifecycle import Transition
from offices.models import Office

# What the history of a row leaves out: it says that these changed, never from what to what.
PERSONAL_FIELDS = ["date_of_birth", "postal_code", "phone", "utm", "filed_on"]


@track(personal=PERSONAL_FIELDS)
class Candidate(models.Model):
    """The profile of a user who may run. Stage and standing move only through `candidates.pipeline`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="candidate"
    )
    stage = models.CharField(_("step"), max_length=16, choices=Stage, default=Stage.SIGNED_UP)
    standing = models.CharField(_("standing"), max_length=16, choices=Standing, default=Standing.ACTIVE)
    reapply_from = models.DateField(_("may apply again from"), null=True, blank=True)

    date_of_birth = models.DateField(_("birth date"))
    postal_code = models.CharField(_("ZIP code"), max_length=10)
    state = models.CharField(_("state"), max_length=2, blank=True)
    phone = PhoneNumberField(_("phone"), blank=True)
    exploring = models.BooleanField(_("just exploring"), default=False)
    running_when = models.CharField(_("might run"), max_length=16, choices=RunningWhen, blank=True)
    filed_on = models.DateField(_("already filed on"), null=True, blank=True)
    ran_before = models.BooleanField(_("ran before"), null=True, blank=True)
    topics = ArrayField(
        models.CharField(max_length=16, choices=Topic),
        verbose_name=_("topics for the talk"),
        default=list,
        blank=True,
    )
    heard_from = models.CharField(_("heard of us by"), max_length=16, choices=HeardFrom, blank=True)
    utm = models.JSONField(_("campaign parameters"), default=dict, blank=True)
    values_attested_at = models.DateTimeField(_("shares our values, attested"))
    consented_at = models.DateTimeField(_("privacy consent"))
    text_consented_at = models.DateTimeField(_("consent to texts"), null=True, blank=True)
    privacy_wording = models.ForeignKey(
        "ConsentWording",
        verbose_name=_("privacy consent, as worded"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    text_wording = models.ForeignKey(
        "ConsentWording",
        verbose_name=_("consent to texts, as worded"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    signed_up_at = models.DateTimeField(_("signed up"), default=clock.now)
    verified_at = models.DateTimeField(_("address verified"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_from",
    )
    offices = models.ManyToManyField(
        Office, through="Interest", verbose_name=_("interested in"), related_name="interested"
    )

    interests_changed_at = models.DateTimeField(_("offices of interest changed"), null=True, blank=True)

    # Everybody once: what a merge leaves behind is reached by `merged_from` alone.
    objects = PeopleOnce.from_queryset(CandidateQuerySet)()
    records = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["stage", "standing", "id"]),
            models.Index(fields=["state", "stage"]),
            # Whom the welcome series is for, by the day on which they confirmed.
            models.Index(
                fields=["verified_at"],
                name="candidates_to_welcome",
                condition=Q(stage__in=["signed_up", "introduced"], standing="active", filed_on=None),
            ),
        ]
        triggers = [looked_at_again("phone", "date_of_birth", person="id")]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="candidate_stage_is_known"),
            models.CheckConstraint(
                condition=Q(standing__in=Standing.values), name="candidate_standing_is_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="nobody_is_merged_into_themselves",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def topic_names(self) -> list[str]:
        """The topics for the talk, in the reader's language."""
        return [str(Topic(topic).label) for topic in self.topics]


class Interest(models.Model):
    """R8: an office that a candidate is interested in."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="interests")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="interests")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("interest")
        constraints = [
            models.UniqueConstraint(fields=["candidate", "office"], name="one_interest_per_office")
        ]

    def __str__(self) -> str:
        return str(self.office)


class StageTransition(Transition):
    subject = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="stage_transitions")

    class Meta(Transition.Meta):
        indexes = [models.Index(fields=["to_state", "recorded_at"])]


class StandingTransition(Transition):
    subject = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="standing_transitions")
