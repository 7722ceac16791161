"""People's weekly hours, and the one table in which nobody is in two places at once."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from core import clock


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class WeeklyHours(models.Model):
    """Wall-clock hours that a person offers every week, in that person's own time zone."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="weekly_hours_end_after_they_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class DayOff(models.Model):
    """A date, in the person's own zone, on which the weekly hours do not count."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="days_off")
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_day_off_per_day")]

    def __str__(self) -> str:
        return str(self.day)


class HoursOn(models.Model):
    """Hours of one date, in the person's own zone; they take the place of the weekly ones on that date."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hours_on")
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        verbose_name = _("hours on one date")
        verbose_name_plural = _("hours on one date")
        ordering = ["day", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")), name="hours_on_a_date_end_after_they_start"
            ),
            models.UniqueConstraint(fields=["person", "day", "starts"], name="one_start_per_date"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts:%H:%M}–{self.ends:%H:%M}"


class FeedFault(models.TextChoices):
    """Why a calendar could not be read, in words for the one whose calendar it is."""

    ADDRESS = "address", _("We do not read addresses like this one: it has to begin with https://.")
    NOT_PUBLIC = "not_public", _("This address leads into a private network, where we do not look.")
    NOT_FOUND = "not_found", _("There is nobody at this address.")
    REFUSED = "refused", _("The other side does not give us this calendar. Its address may have changed.")
    TOO_SLOW = "too_slow", _("The other side takes too long.")
    TOO_LARGE = "too_large", _("This calendar is too large for us to read.")
    NO_CALENDAR = "no_calendar", _("What is there is not a calendar.")


class BusyFeed(models.Model):
    """The address of a calendar whose busy times block slots. Whoever knows it can read that calendar."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="busy_feed"
    )
    address = models.CharField(_("address of your calendar"), max_length=1_000)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)
    tried_at = models.DateTimeField(_("tried"), null=True, db_index=True, editable=False)
    fault = models.CharField(max_length=24, choices=FeedFault, blank=True, editable=False)

    def __str__(self) -> str:
        return f"{self.person_id}"

    @property
    def fault_in_words(self) -> str:
        return str(self.get_fault_display())


class BusyTime(models.Model):
    """`[start, end)` in which somebody's own calendar says that they are busy."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="busy_times")
    period = DateTimeRangeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__startswith__isnull=False)
                & Q(period__endswith__isnull=False),
                name="a_busy_time_has_a_start_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.period.lower:%Y-%m-%d %H:%M}"


class CommitmentKind(models.TextChoices):
    INTRO_CALL = "intro_call", _("intro call")
    INTERVIEW = "interview", _("one-on-one talk")
    MENTOR_SESSION = "mentor_session", _("mentor session")


class Commitment(models.Model):
    """One person's time, `[start, end)`. `subject` is the public id of what it is for; a hold has `expires_at`."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="commitments")
    period = DateTimeRangeField()
    kind = models.CharField(max_length=32, choices=CommitmentKind)
    subject = models.UUIDField(default=uuid.uuid4, db_index=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            # GiST over an int8 range needs no btree_gist, which the embedded server does not ship.
            ExclusionConstraint(
                name="nobody_is_in_two_places",
                index_type="GIST",
                expressions=[
                    (
                        Func(F("person_id"), F("person_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__startswith__isnull=False)
                & Q(period__endswith__isnull=False),
                name="a_commitment_has_a_start_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(period__lower_inc=True, period__upper_inc=False),
                name="a_commitment_holds_its_start_and_not_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period.lower:%Y-%m-%d %H:%M}"


class CalendarFeed(models.Model):
    """What a person's calendar program reads. The address is signed over `nonce`; another one makes it another."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return str(self.person)
