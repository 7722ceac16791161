"""What people find out about offices, each with its source and the day on which it was checked; and what they miss."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.audit.tracking import track
from core.lifecycle import Transition
from offices.enums import OF_AN_ELECTION, FactKind, FactOrigin, FactStatus, WantedKind
from offices.models.offices import Election, Office
from offices.models.places import TWO_CAPITALS


@track(personal=["value", "source", "source_url", "refused_because"])
class Fact(models.Model):
    """One statement about an office. Never changed: a correction is a newer fact, and the older one is kept.

    `value` is written as `offices.fact_values` keeps it. A filing window names its election.
    """

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="facts", verbose_name=_("office")
    )
    election = models.ForeignKey(
        Election,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="facts",
        verbose_name=_("election"),
    )
    kind = models.CharField(_("what it is about"), max_length=20, choices=FactKind.choices)
    value = models.CharField(_("value"), max_length=500)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("link to the source"), max_length=500, blank=True)
    checked_on = models.DateField(_("checked on"))
    origin = models.CharField(_("where it comes from"), max_length=10, choices=FactOrigin.choices)
    status = models.CharField(_("status"), max_length=10, choices=FactStatus.choices)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("told by"),
    )
    refused_because = models.CharField(_("why it was not confirmed"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("added"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("fact about an office")
        verbose_name_plural = _("facts about offices")
        indexes = [
            models.Index(fields=["office", "kind"], name="fact_office_kind"),
            models.Index(fields=["status", "created_at"], name="fact_status_created"),
            # Whose filing window opens or closes on a day.
            models.Index(
                fields=["kind", "value"],
                name="fact_filing_days",
                condition=Q(status="confirmed", kind__in=sorted(OF_AN_ELECTION)),
            ),
        ]
        constraints = [
            # The same file loaded twice says nothing new.
            models.UniqueConstraint(
                fields=["office", "kind", "election", "value", "source", "checked_on"],
                condition=Q(status="confirmed"),
                nulls_distinct=False,
                name="one_fact_per_statement",
            ),
            models.CheckConstraint(condition=Q(kind__in=list(FactKind)), name="fact_kind_known"),
            models.CheckConstraint(condition=Q(origin__in=list(FactOrigin)), name="fact_origin_known"),
            models.CheckConstraint(condition=Q(status__in=list(FactStatus)), name="fact_status_known"),
            models.CheckConstraint(condition=~Q(value="") & ~Q(source=""), name="fact_has_value_and_source"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(OF_AN_ELECTION), election__isnull=False)
                | (~Q(kind__in=sorted(OF_AN_ELECTION)) & Q(election__isnull=True)),
                name="fact_names_its_election",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office.name}: {self.get_kind_display()}"


class FactTransition(Transition):
    subject = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="transitions")


class ResearchRequest(models.Model):
    """Somebody asked us to find out what is missing about an office."""

    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="research_requests", verbose_name=_("office")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("question about an office")
        verbose_name_plural = _("questions about offices")
        constraints = [
            models.UniqueConstraint(fields=["office", "asked_by"], name="one_question_per_person_and_office")
        ]

    def __str__(self) -> str:
        return str(self.office)


@track(personal=["description"])
class WantedOffice(models.Model):
    """An office that somebody looked for and that we do not list yet."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=WantedKind.choices)
    state = models.CharField(_("state or territory"), max_length=2)
    description = models.CharField(_("which one"), max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    found = models.ForeignKey(
        Office,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the office that it is"),
    )
    closed_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("office that is missing")
        verbose_name_plural = _("offices that are missing")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(WantedKind)), name="wanted_kind_known"),
            models.CheckConstraint(condition=Q(state__regex=TWO_CAPITALS), name="wanted_state_two_letters"),
        ]

    def __str__(self) -> str:
        return f"{self.description} ({self.state})"
