"""The states of somebody's way into Slack, and of their place in each of its channels."""

from typing import Any

from candidates.pipeline import by_staff, by_the_candidate
from community.slack_models import SeatStatus, SlackStatus
from core.accounts.models import User
from core.lifecycle import Edge, Lifecycle, by_system


def by_the_member(actor: User | None, subject: Any) -> bool:
    return by_the_candidate(actor, subject.candidate)


def by_the_member_or_system(actor: User | None, subject: Any) -> bool:
    return by_system(actor, subject) or by_the_member(actor, subject)


def by_staff_or_system(actor: User | None, subject: Any) -> bool:
    return by_system(actor, subject) or by_staff(actor, subject)


# Those whose way in is open: what Slack tells of them is heeded.
ON_THE_WAY = (SlackStatus.TO_ACCEPT, SlackStatus.TO_INVITE, SlackStatus.INVITED)

MEMBERSHIP = Lifecycle(
    "status",
    [
        Edge(SlackStatus.TO_ACCEPT, SlackStatus.TO_INVITE, by_the_member),
        Edge(SlackStatus.TO_ACCEPT, SlackStatus.INVITED, by_the_member),
        Edge(SlackStatus.TO_INVITE, SlackStatus.INVITED, by_staff_or_system),
        *(Edge(source, SlackStatus.JOINED, by_staff_or_system) for source in ON_THE_WAY),
        Edge(SlackStatus.JOINED, SlackStatus.LEFT, by_staff_or_system),
        Edge(SlackStatus.LEFT, SlackStatus.JOINED, by_staff_or_system),
        Edge(SlackStatus.LEFT, SlackStatus.INVITED, by_the_member),
        Edge(SlackStatus.LEFT, SlackStatus.TO_INVITE, by_the_member),
        # Not with us for now, or for good.
        *(Edge(source, SlackStatus.CLOSED, by_system) for source in (*ON_THE_WAY, SlackStatus.LEFT)),
        Edge(SlackStatus.JOINED, SlackStatus.TO_REMOVE, by_system),
        Edge(SlackStatus.CLOSED, SlackStatus.TO_REMOVE, by_system),
        Edge(SlackStatus.TO_REMOVE, SlackStatus.CLOSED, by_staff_or_system),
        # With us again.
        Edge(SlackStatus.TO_REMOVE, SlackStatus.JOINED, by_system),
        *(
            Edge(SlackStatus.CLOSED, target, by_system)
            for target in (SlackStatus.TO_ACCEPT, SlackStatus.TO_INVITE, SlackStatus.INVITED)
        ),
    ],
)

# Those who are in the channel, or are about to be.
THERE = (SeatStatus.WANTED, SeatStatus.IN, SeatStatus.REMOVING)

SEAT = Lifecycle(
    "status",
    [
        Edge(SeatStatus.HELD, SeatStatus.WANTED, by_staff),
        Edge(SeatStatus.HELD, SeatStatus.REFUSED, by_staff),
        Edge(SeatStatus.WANTED, SeatStatus.IN, by_staff_or_system),
        Edge(SeatStatus.WANTED, SeatStatus.FAILED, by_system),
        Edge(SeatStatus.FAILED, SeatStatus.WANTED, by_staff),
        Edge(SeatStatus.FAILED, SeatStatus.IN, by_staff_or_system),
        Edge(SeatStatus.IN, SeatStatus.LEFT, by_system),
        Edge(SeatStatus.LEFT, SeatStatus.IN, by_system),
        # Out of the workspace, or not with us any more.
        Edge(SeatStatus.WANTED, SeatStatus.REMOVING, by_system),
        Edge(SeatStatus.IN, SeatStatus.REMOVING, by_system),
        Edge(SeatStatus.REMOVING, SeatStatus.OUT, by_staff_or_system),
        *(
            Edge(source, SeatStatus.OUT, by_system)
            for source in (SeatStatus.HELD, SeatStatus.WANTED, SeatStatus.FAILED, SeatStatus.IN)
        ),
        # Back again: asked anew whether a rival is there.
        Edge(SeatStatus.OUT, SeatStatus.WANTED, by_system),
        Edge(SeatStatus.OUT, SeatStatus.HELD, by_system),
        Edge(SeatStatus.OUT, SeatStatus.IN, by_system),
    ],
)
