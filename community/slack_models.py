"""Who is in our Slack, into which of its channels they belong, and what Slack told us."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from core import clock
from core.audit.tracking import track
from core.lifecycle import Transition
from offices.enums import Level
from offices.states import STATES

slack_id = RegexValidator(r"^[A-Z][A-Z0-9]{1,30}\Z", _("Slack's own ids look like C0123ABCD or U0123ABCD."))


class SlackStatus(models.TextChoices):
    TO_ACCEPT = "to_accept", _("to agree to the code of conduct")
    TO_INVITE = "to_invite", _("to be invited")
    INVITED = "invited", _("invited")
    JOINED = "joined", _("joined")
    LEFT = "left", _("left")
    TO_REMOVE = "to_remove", _("to be taken out")
    CLOSED = "closed", _("not open to them")


class SlackMembership(models.Model):
    """A candidate's way into our Slack. `status` moves only through `community.slack_lifecycle`.

    `invited_at` is when they were first asked in this round, `sent_at` when the last invitation went out, the
    `invitations`th. Before `look_at` nobody asks Slack about them; None: nobody does.
    """

    candidate = models.OneToOneField(
        Candidate, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="slack"
    )
    status = models.CharField(_("status"), max_length=16, choices=SlackStatus, default=SlackStatus.TO_ACCEPT)
    queued_at = models.DateTimeField(_("queued"), default=clock.now)
    conduct_version = models.CharField(
        _("code of conduct, as of"), max_length=32, blank=True, db_default="", editable=False
    )
    accepted_at = models.DateTimeField(_("agreed to it"), null=True, blank=True, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    sent_at = models.DateTimeField(_("last invitation"), null=True, blank=True, editable=False)
    invitations = models.PositiveSmallIntegerField(_("invitations"), default=0, db_default=0, editable=False)
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True, editable=False)
    slack_id = models.CharField(
        _("member id in Slack"), max_length=32, blank=True, db_default="", validators=[slack_id]
    )
    look_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Slack membership")
        verbose_name_plural = _("Slack memberships")
        ordering = ["queued_at"]
        indexes = [
            models.Index(F("look_at"), name="slack_to_look_at", condition=Q(look_at__isnull=False)),
            models.Index(F("invited_at"), name="slack_invited", condition=Q(status="invited")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slack_id"], condition=~Q(slack_id=""), name="one_person_per_slack_account"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.get_status_display()}"


class SlackTransition(Transition):
    subject = models.ForeignKey(SlackMembership, on_delete=models.PROTECT, related_name="transitions")


@track()
class SlackChannel(models.Model):
    """A channel for candidates of a state, for a level of office, for both, or for everybody.

    One channel in Slack may stand here several times, as for two levels.
    """

    name = models.CharField(_("name"), max_length=80, help_text=_("As it is called in Slack, without the #."))
    channel_id = models.CharField(
        _("channel id in Slack"),
        max_length=32,
        validators=[slack_id],
        help_text=_("At the foot of the channel's details in Slack; it begins with C or G."),
    )
    state = models.CharField(
        _("state"), max_length=2, choices=STATES, blank=True, help_text=_("Left empty: every state.")
    )
    level = models.CharField(
        _("level of office"),
        max_length=20,
        choices=Level.choices,
        blank=True,
        help_text=_("Left empty: every level, also of those who have entered no race yet."),
    )
    is_open = models.BooleanField(_("people are invited into it"), default=True)

    class Meta:
        verbose_name = _("Slack channel")
        verbose_name_plural = _("Slack channels")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel_id", "state", "level"],
                name="a_slack_channel_once_for_a_state_and_level",
                violation_error_message=_("This channel is already there for this state and level."),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.name}"


class SeatStatus(models.TextChoices):
    HELD = "held", _("somebody of the same race is there: staff decide")
    WANTED = "wanted", _("to be invited")
    IN = "in", _("in the channel")
    REFUSED = "refused", _("not into this channel")
    FAILED = "failed", _("Slack refused: to be invited by hand")
    REMOVING = "removing", _("to be taken out")
    OUT = "out", _("taken out")
    LEFT = "left", _("left by their own wish")


class ChannelSeat(models.Model):
    """A member's place in one channel. `called_at`: since when the call to Slack is on its way."""

    membership = models.ForeignKey(
        SlackMembership, verbose_name=_("candidate"), on_delete=models.PROTECT, related_name="seats"
    )
    channel = models.ForeignKey(
        SlackChannel, verbose_name=_("channel"), on_delete=models.PROTECT, related_name="seats"
    )
    status = models.CharField(_("status"), max_length=16, choices=SeatStatus)
    since = models.DateTimeField(_("since"))
    called_at = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(_("what Slack answered"), max_length=120, blank=True, editable=False)

    class Meta:
        verbose_name = _("place in a Slack channel")
        verbose_name_plural = _("places in Slack channels")
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["channel", "status"]), models.Index(fields=["status", "since"])]
        constraints = [
            models.UniqueConstraint(fields=["membership", "channel"], name="one_seat_per_member_and_channel")
        ]

    def __str__(self) -> str:
        return f"{self.membership.candidate} · {self.channel}"

    @property
    def candidate(self) -> Candidate:
        return self.membership.candidate


class SeatTransition(Transition):
    subject = models.ForeignKey(ChannelSeat, on_delete=models.PROTECT, related_name="transitions")


class SlackEvent(models.Model):
    """An event that was heeded: Slack sends one again when our answer was late."""

    event_id = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.event_id


class SlackPause(models.Model):
    """Until when Slack asked us not to call `method`; an empty one stands for every method."""

    method = models.CharField(max_length=64, unique=True, blank=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.method or "*"
