"""Slack in the back office: who is on the way in, who waits for a decision, and what is done by hand."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from candidates.models import Candidacy
from candidates.whose import whose
from community import deciding
from community.slack import note_invited, note_joined, note_left, set_slack_id
from community.slack_lifecycle import THERE
from community.slack_models import ChannelSeat, SlackChannel, SlackMembership
from core import clock
from core.accounts.models import User
from core.accounts.requests import person_of
from core.backoffice import LeanAdmin, ReadOnlyAdmin, ServiceAdmin, ServiceForm
from core.privacy.hiding import not_hidden


class MemberForm(ServiceForm):
    """The id by which Slack knows somebody: where we could not find it by their address."""

    class Meta:
        model = SlackMembership
        fields = ["slack_id"]

    def act(self) -> SlackMembership:
        return set_slack_id(
            self.instance, slack_id=self.cleaned_data["slack_id"], actor=self.actor, at=clock.now()
        )


@admin.register(SlackMembership)
class SlackMembershipAdmin(ServiceAdmin):
    form = MemberForm
    change_title = _("Somebody’s way into Slack")
    list_display = ["candidate", "status", "queued_at", "invited_at", "joined_at"]
    list_filter = [whose("candidate__state"), "status"]
    list_select_related = ["candidate__user"]
    readonly_fields = [
        "candidate",
        "status",
        "queued_at",
        "accepted_at",
        "conduct_version",
        "invited_at",
        "joined_at",
    ]
    fields = [*readonly_fields, "slack_id"]
    actions = ["invited_by_hand", "have_joined", "are_out"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.action(description=_("I have invited them by hand"))
    def invited_by_hand(self, request: HttpRequest, queryset: Any) -> None:
        self._tell(request, note_invited(queryset, actor=person_of(request), at=clock.now()))

    @admin.action(description=_("They have come into Slack"))
    def have_joined(self, request: HttpRequest, queryset: Any) -> None:
        self._tell(request, note_joined(queryset, actor=person_of(request), at=clock.now()))

    @admin.action(description=_("They are out of Slack"))
    def are_out(self, request: HttpRequest, queryset: Any) -> None:
        self._tell(request, note_left(queryset, actor=person_of(request), at=clock.now()))

    def _tell(self, request: HttpRequest, count: int) -> None:
        text = ngettext("Noted for %(n)d person.", "Noted for %(n)d people.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS if count else messages.WARNING)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Nobody acts on their own record."""
        return super().get_queryset(request).exclude(candidate__user=request.user.pk)


@admin.register(SlackChannel)
class SlackChannelAdmin(LeanAdmin):
    list_display = ["name", "channel_id", "state", "level", "is_open"]
    list_filter = ["is_open", "level"]
    search_fields = ["name", "channel_id"]


@admin.register(ChannelSeat)
class ChannelSeatAdmin(ReadOnlyAdmin):
    list_display = ["candidate", "channel", "status", "since", "rivals", "failure"]
    list_filter = [whose("membership__candidate__state"), "status"]
    list_select_related = ["membership__candidate__user", "channel"]
    fields = ["membership", "channel", "status", "since", "failure"]
    actions = ["invite", "keep_apart", "done_by_hand", "try_again"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).exclude(membership__candidate__user=request.user.pk)
        return rows.annotate(rival_names=Subquery(_rivals(person_of(request)).values("names")))

    @admin.display(description=_("runs against"))
    def rivals(self, seat: Any) -> str:
        return seat.rival_names or ""

    @admin.action(description=_("Invite them all the same"))
    def invite(self, request: HttpRequest, queryset: Any) -> None:
        self._tell(request, deciding.invite_all_the_same(queryset, actor=person_of(request), at=clock.now()))

    @admin.action(description=_("Not into this channel"))
    def keep_apart(self, request: HttpRequest, queryset: Any) -> None:
        self._tell(request, deciding.keep_apart(queryset, actor=person_of(request), at=clock.now()))

    @admin.action(description=_("I have done it by hand"))
    def done_by_hand(self, request: HttpRequest, queryset: Any) -> None:
        self._tell(request, deciding.done_by_hand(queryset, actor=person_of(request), at=clock.now()))

    @admin.action(description=_("Ask Slack again"))
    def try_again(self, request: HttpRequest, queryset: Any) -> None:
        self._tell(request, deciding.try_again(queryset, actor=person_of(request), at=clock.now()))

    def _tell(self, request: HttpRequest, count: int) -> None:
        text = ngettext("Done for %(n)d place.", "Done for %(n)d places.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS if count else messages.WARNING)


def _rivals(viewer: User) -> QuerySet[Any]:
    """The names of those in the same channel who run in a race of the seat's candidate; nobody who hides."""
    races = Candidacy.objects.live().filter(candidate=OuterRef(OuterRef("membership__candidate")))
    rivals = Candidacy.objects.live().filter(
        not_hidden("candidate__user", viewer),
        race__in=races.values("race_id"),
        candidate__slack__seats__channel__channel_id=OuterRef("channel__channel_id"),
        candidate__slack__seats__status__in=THERE,
    )
    others = rivals.exclude(candidate=OuterRef("membership__candidate")).order_by()
    name = Concat("candidate__user__first_name", Value(" "), "candidate__user__last_name")
    together = others.annotate(one=Value(1)).values("one")
    return together.annotate(names=StringAgg(name, ", ", distinct=True)).values("names")
