"""The way into Slack: the code of conduct, an invitation by mail or by hand, coming, leaving, and coming back.

R12: it opens when a candidate comes on board. Each function carries out one step under the row's lock, and a second
time changes nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.signals import stage_reached
from community.conduct import current_version
from community.seats import WITH_US, all_gone, call, take_out, take_seats
from community.slack_lifecycle import MEMBERSHIP, ON_THE_WAY
from community.slack_models import SlackMembership, SlackStatus
from core.accounts.models import User
from core.lifecycle import Refused
from core.outbox.services import enqueue

AGAIN_AFTER = timedelta(hours=1)
MOST_INVITATIONS = 5
# The first look for somebody who was invited; the others follow `community.looking`.
FIRST_LOOK = timedelta(minutes=10)


@receiver(stage_reached)
def queue_invitation(candidate: Candidate, stage: str, at: datetime, **_kwargs: Any) -> None:
    """R12: Slack opens with the candidate's agreement."""
    if stage != Stage.COMMITTED:
        return
    SlackMembership.objects.get_or_create(candidate=candidate, defaults={"queued_at": at})
    enqueue("welcome_on_board", candidate.user, key=f"welcome_on_board:{candidate.public_id}")


@transaction.atomic
def accept_conduct(candidate: Candidate, *, version: str, at: datetime) -> None:
    """Keep that `candidate` agreed to the code of conduct, then invite them, or let them wait for a person who does.

    `version` is the one that they read. Raises Refused for another one than today's, and where Slack is not open.
    """
    membership = _locked(candidate)
    if version != current_version():
        raise Refused("stale", _("Our code of conduct has changed just now. Please read it once more."))
    membership.conduct_version, membership.accepted_at = version, at
    membership.save(update_fields=["conduct_version", "accepted_at"])
    if membership.status == SlackStatus.TO_ACCEPT:
        _open(membership, actor=candidate.user, at=at)
    take_seats(membership, at=at)


def _locked(candidate: Candidate) -> SlackMembership:
    """Return the membership under its lock. Raises Refused where Slack is not open to `candidate`."""
    rows = SlackMembership.objects.select_for_update(of=("self",)).select_related("candidate__user")
    found = rows.filter(WITH_US, candidate=candidate).exclude(status=SlackStatus.CLOSED).first()
    if found is None:
        raise Refused("not_open", _("Slack opens once you are on board."))
    return found


def _open(membership: SlackMembership, *, actor: User | None, at: datetime) -> None:
    """Invite by mail where there is a link, else put them in the queue of those who are invited by hand."""
    if settings.ORG_SLACK_INVITE_URL:
        _send(membership)
        changes = {
            "invited_at": at,
            "sent_at": at,
            "invitations": membership.invitations,
            "look_at": at + FIRST_LOOK,
        }
        MEMBERSHIP.move(membership, SlackStatus.INVITED, actor=actor, at=at, changes=changes)
    else:
        changes = {"queued_at": at, "look_at": at + FIRST_LOOK}
        MEMBERSHIP.move(membership, SlackStatus.TO_INVITE, actor=actor, at=at, changes=changes)


def _send(membership: SlackMembership) -> None:
    membership.invitations += 1
    candidate = membership.candidate
    key = f"slack_invitation:{candidate.public_id}:{membership.invitations}"
    enqueue("slack_invitation", candidate.user, {"candidate": str(candidate.public_id)}, key=key)


def why_not_again(*, sent_at: datetime | None, invitations: int, now: datetime) -> Any:
    """Return in a sentence why no further invitation goes out now, or nothing."""
    if invitations >= MOST_INVITATIONS:
        return _("You have been invited several times. Write to us, and a person will help you in.")
    if sent_at is not None and now < sent_at + AGAIN_AFTER:
        return _("We have just sent you an invitation. Give it an hour, and look into your spam folder, too.")
    return ""


@transaction.atomic
def invite_again(candidate: Candidate, *, at: datetime) -> None:
    """Send the invitation once more, or anew to somebody who left; at most one an hour, and five in all.

    Raises Refused otherwise.
    """
    membership = _locked(candidate)
    if membership.status == SlackStatus.LEFT and membership.accepted_at:
        _open(membership, actor=candidate.user, at=at)
        return
    if membership.status != SlackStatus.INVITED or not settings.ORG_SLACK_INVITE_URL:
        raise Refused("not_invited", _("There is no invitation that we could send once more."))
    reason = why_not_again(sent_at=membership.sent_at, invitations=membership.invitations, now=at)
    if reason:
        raise Refused("enough", reason)
    _send(membership)
    membership.sent_at = at
    membership.save(update_fields=["sent_at", "invitations"])


def note_invited(memberships: Any, *, actor: User | None, at: datetime) -> int:
    """Note that somebody invited these people by hand; return how many."""
    changes = {"invited_at": at, "look_at": at + FIRST_LOOK}
    return _each(
        memberships, (SlackStatus.TO_INVITE,), SlackStatus.INVITED, actor=actor, at=at, changes=changes
    )


def note_joined(memberships: Any, *, actor: User | None, at: datetime, slack_id: str = "") -> int:
    """Note that these people have come into Slack, and give them their channels; return how many were new."""
    sources = (*ON_THE_WAY, SlackStatus.LEFT)
    changes: dict[str, Any] = {"joined_at": at, "look_at": at + timedelta(days=1)}
    if slack_id:
        changes["slack_id"] = slack_id
    with transaction.atomic():
        keys = list(memberships.filter(status__in=sources).values_list("pk", flat=True))
        count = _each(memberships, sources, SlackStatus.JOINED, actor=actor, at=at, changes=changes)
        for membership in SlackMembership.objects.filter(pk__in=keys):
            take_seats(membership, at=at)
    return count


@transaction.atomic
def set_slack_id(
    membership: SlackMembership, *, slack_id: str, actor: User | None, at: datetime
) -> SlackMembership:
    """Keep by which id Slack knows somebody, and let the channels follow. An empty one is forgotten."""
    rows = SlackMembership.objects.select_for_update(of=("self",)).select_related("candidate__user")
    locked = rows.get(pk=membership.pk)
    if actor is not None and actor.pk == locked.candidate.user_id:
        raise Refused("own", _("Nobody acts on their own record: ask a colleague."))
    locked.slack_id = slack_id
    locked.save(update_fields=["slack_id"])
    for seat in locked.seats.select_related("membership", "channel").order_by("pk"):
        call(seat, at=at)
    return locked


def note_left(memberships: Any, *, actor: User | None, at: datetime) -> int:
    """Note that these people are no longer in Slack: by their own wish, or taken out as they were to be."""
    with transaction.atomic():
        for membership in memberships.filter(status__in=(SlackStatus.JOINED, SlackStatus.TO_REMOVE)):
            all_gone(membership, at=at)
        changes = {"look_at": None}
        left = _each(
            memberships, (SlackStatus.JOINED,), SlackStatus.LEFT, actor=actor, at=at, changes=changes
        )
        return left + _each(
            memberships, (SlackStatus.TO_REMOVE,), SlackStatus.CLOSED, actor=actor, at=at, changes=changes
        )


def note_unasked(memberships: Any, *, at: datetime, slack_id: str) -> int:
    """Note that somebody came in to whom Slack is not open, as by an old link: a person takes them out."""
    changes = {"queued_at": at, "slack_id": slack_id}
    return _each(
        memberships, (SlackStatus.CLOSED,), SlackStatus.TO_REMOVE, actor=None, at=at, changes=changes
    )


def close(membership: SlackMembership, *, at: datetime) -> None:
    """Somebody is not with us any more: out of the channels; closing the account waits for a person.

    Only the dearest of Slack's plans lets a program close one.
    """
    with transaction.atomic():
        rows = SlackMembership.objects.select_for_update(of=("self",)).select_related("candidate__user")
        locked = rows.get(pk=membership.pk)
        if locked.status == SlackStatus.JOINED:
            take_out(locked, at=at)
            MEMBERSHIP.move(locked, SlackStatus.TO_REMOVE, actor=None, at=at, changes={"queued_at": at})
        elif locked.status in (*ON_THE_WAY, SlackStatus.LEFT):
            MEMBERSHIP.move(locked, SlackStatus.CLOSED, actor=None, at=at, changes={"look_at": None})


def reopen(membership: SlackMembership, *, at: datetime) -> None:
    """Somebody is with us again: back to where they were, with what they agreed to."""
    with transaction.atomic():
        rows = SlackMembership.objects.select_for_update(of=("self",)).select_related("candidate__user")
        locked = rows.get(pk=membership.pk)
        if locked.status == SlackStatus.TO_REMOVE:
            MEMBERSHIP.move(locked, SlackStatus.JOINED, actor=None, at=at)
            take_seats(locked, at=at)
        elif locked.status == SlackStatus.CLOSED and not locked.accepted_at:
            MEMBERSHIP.move(locked, SlackStatus.TO_ACCEPT, actor=None, at=at)
        elif locked.status == SlackStatus.CLOSED:
            _open(locked, actor=None, at=at)


def _each(
    memberships: Any,
    sources: Any,
    target: str,
    *,
    actor: User | None,
    at: datetime,
    changes: dict[str, Any],
) -> int:
    """Move those of `memberships` that are in one of `sources`; whoever was quicker is left as they are."""
    count = 0
    for key in memberships.filter(status__in=sources).values_list("pk", flat=True).order_by("pk"):
        with transaction.atomic():
            rows = SlackMembership.objects.select_for_update(of=("self",)).select_related("candidate__user")
            membership = rows.filter(pk=key, status__in=sources).first()
            if membership is None:
                continue
            MEMBERSHIP.move(membership, target, actor=actor, at=at, changes=changes)
            count += 1
    return count
