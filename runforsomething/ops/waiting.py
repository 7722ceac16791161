"""What the staff home says, and so the morning digest: the day's calls and talks, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from candidates.owners import Owners, load_owners, unassigned
from candidates.whose import CHOICES, MINE, NOBODYS
from core.accounts.models import User
from core.accounts.predicates import is_interviewer, is_program_staff
from core.queues import Waiting, queues_of
from interviews.enums import InterviewStatus
from interviews.models import Interview, IntroCall
from offices.states import NAMES

# More states than this are counted, not named.
MOST_STATES_NAMED = 12
# More calls than this are counted, not listed.
MOST_CALLS_LISTED = 20


@dataclass(frozen=True)
class Today:
    """The intro calls and one-on-one talks that begin today, on the clock of whoever asks."""

    calls: list[IntroCall]
    talks: int
    day: date

    def __bool__(self) -> bool:
        return bool(self.calls or self.talks)


def today_of(user: User, *, now: datetime) -> Today:
    """Return what begins today of what `user` may see: staff all of it, interviewers their own. At most two queries."""
    zone = ZoneInfo(user.time_zone)
    day = now.astimezone(zone).date()
    if not (is_program_staff | is_interviewer)(user):
        return Today([], 0, day)
    begins, ends = (datetime.combine(day + timedelta(days=n), time(), zone) for n in (0, 1))
    within = {"starts_at__gte": begins, "starts_at__lt": ends}
    calls = IntroCall.objects.visible_to(user).filter(**within).select_related("host").order_by("starts_at")
    talks = Interview.objects.visible_to(user).filter(status=InterviewStatus.BOOKED, **within)
    return Today(list(calls[:MOST_CALLS_LISTED]), talks.count(), day)


def waiting_for(user: User, *, now: datetime, whose: str = "") -> dict[str, Any]:
    """Return what the staff home shows to `user`, of what is `whose` ("" is everybody's)."""
    context: dict[str, Any] = {}
    if is_program_staff(user):
        context = _by_owner(user, load_owners(on=now.date()), now.date(), whose)
    queues = queues_of(user, now=now, areas=context.get("areas"), whose=whose)
    parts = {
        "waiting": [queue for queue in queues if queue.count],
        "empty": [queue for queue in queues if not queue.count],
    }
    return {**context, "queues": queues, **parts, "today": today_of(user, now=now)}


def mine_or_all(user: User, *, now: datetime) -> tuple[str, list[Waiting]]:
    """Return what waits for `user`: in their own states when they look after some, else everybody's.

    First `whose` that is, as the staff home has it, then the queues with something in them.
    """
    states = load_owners(on=now.date()).states_of(user.pk, on=now.date())
    whose = MINE if states and is_program_staff(user) else ""
    queues = queues_of(user, now=now, areas=states if whose else None, whose=whose)
    return whose, [queue for queue in queues if queue.count]


def _by_owner(user: User, owners: Owners, today: date, whose: str) -> dict[str, Any]:
    """What the page says of who looks after which state."""
    mine = owners.states_of(user.pk, on=today)
    areas = {MINE: mine, NOBODYS: owners.without_owner(on=today)}
    unowned = unassigned(owners, on=today)
    return {
        "areas": areas.get(whose),
        "whose": whose if whose in areas else "",
        "choices": [("", _("Everybody’s")), *CHOICES],
        "mine": [NAMES[state] for state in sorted(mine)] if len(mine) <= MOST_STATES_NAMED else [],
        "how_many": len(mine),
        "unassigned": [NAMES.get(state, _("state unknown")) for state in unowned],
    }
