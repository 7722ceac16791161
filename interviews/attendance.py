"""Who came to a call, never guessed: the host, one's own link, the code shown at the end, or the meeting's list."""

import hmac
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import STAGE, is_own, reach
from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.lifecycle import NotPermitted, Refused
from interviews.enums import NotedBy, RegistrationStatus
from interviews.models import IntroCall, Registration

# The link opens so long before the call begins, and the code holds so long after it ends.
DOORS_OPEN = timedelta(minutes=15)
CODE_HOLDS = timedelta(hours=2)
DIGITS = 6


@transaction.atomic
def record_attendance(
    registration: Registration, *, attended: bool, actor: User, now: datetime, how: str = NotedBy.HOST
) -> None:
    """Note whether somebody came. Coming to a call makes a candidate introduced.

    Raises NotPermitted for anybody but the host and program staff, Refused before the call has begun.
    """
    is_host = registration.call.host_id == actor.pk
    if not (is_program_staff(actor) or is_host) or is_own(actor, registration):
        raise NotPermitted("not_permitted", _("Only the host and program staff record attendance."))
    refuse_before(registration.call, now)
    _note(registration, attended=attended, how=how, by=actor, now=now)
    if attended:
        reach(registration.candidate, Stage.INTRODUCED, actor=actor, at=now)


def join(registration: Registration, *, now: datetime) -> str:
    """Note that somebody went in by their own link, and return where the call is.

    They came, once the call is over: see `settle`. Raises Refused before the doors open and when it is over or off.
    """
    call = registration.call
    if registration.status != RegistrationStatus.CONFIRMED or call.cancelled_at is not None:
        raise Refused("no_seat", _("You have no seat in this call any more. Choose another one."))
    if now < call.starts_at - DOORS_OPEN:
        raise Refused("early", _("This opens fifteen minutes before the call begins."))
    if now >= call.ends_at:
        raise Refused("over", _("This call is over. Choose another one."))
    Registration.objects.filter(pk=registration.pk, joined_at__isnull=True).update(joined_at=now)
    return str(call.join_url)


def settle(*, now: datetime) -> int:
    """Note as there whoever went in by their own link, once the call is over and nobody has noted anything else."""
    over = Registration.objects.confirmed().filter(
        joined_at__isnull=False,
        attended__isnull=True,
        call__starts_at__lte=now,
        call__cancelled_at__isnull=True,
    )
    settled = 0
    for seat in over.select_related("call", "candidate__user").order_by("pk")[:500]:
        if seat.call.ends_at <= now:
            settled += came(seat, how=NotedBy.JOIN_LINK, now=now)
    return settled


def check_in(candidate: Candidate, code: str, *, now: datetime) -> Registration:
    """Note that `candidate` read the code that the host showed at the end of a call.

    Raises Refused for a code of no call in which they have a seat, from its beginning to two hours after its end.
    """
    typed = normalised(code)
    mine = Registration.objects.confirmed().filter(candidate=candidate, call__starts_at__lte=now)
    recent = mine.filter(call__starts_at__gt=now - timedelta(days=1)).select_related(
        "call", "candidate__user"
    )
    for seat in recent:
        if now < seat.call.ends_at + CODE_HOLDS and hmac.compare_digest(code_of(seat.call), typed):
            came(seat, how=NotedBy.CODE, now=now)
            return seat
    raise Refused("wrong_code", _("This is not the code of a call in which you have a seat."))


@transaction.atomic
def came(seat: Registration, *, how: str, now: datetime) -> bool:
    """Note that somebody was there; return whether that was new. What the host noted before stays."""
    locked = Registration.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if locked.attended is not None:
        return False
    _note(locked, attended=True, how=how, by=None, now=now)
    reach(seat.candidate, Stage.INTRODUCED, actor=None, at=now)
    return True


@transaction.atomic
def record_many(
    call: IntroCall, came_keys: Collection[int], *, missed_too: bool, how: str, actor: User, now: datetime
) -> tuple[int, int]:
    """Note those of `came_keys` (registrations) as there and, if `missed_too`, the others of whom nothing is known.

    Nobody who is noted as there, or went in by their own link, becomes absent by this. Returns how many came
    and how many missed it.
    """
    seats = list(call.registrations.confirmed().select_related("call", "candidate__user").order_by("pk"))
    there = [seat for seat in seats if seat.pk in came_keys and not seat.attended]
    unknown = [seat for seat in seats if seat.attended is None and seat.joined_at is None]
    absent = [seat for seat in unknown if missed_too and seat.pk not in came_keys]
    for attended, rows in ((True, there), (False, absent)):
        for seat in rows:
            if not is_own(actor, seat):
                record_attendance(seat, attended=attended, actor=actor, now=now, how=how)
    return len(there), len(absent)


def code_of(call: IntroCall) -> str:
    """Return the code that is shown at the end of `call`. It stands nowhere: whoever reads the database has it not."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"check-in:{call.public_id}".encode(), "sha256")
    return f"{int.from_bytes(digest, 'big') % 10**DIGITS:0{DIGITS}}"


def normalised(code: str) -> str:
    """Return the digits of what somebody typed."""
    return "".join(one for one in unicodedata.normalize("NFKC", code) if one in "0123456789")


def refuse_before(call: IntroCall, now: datetime) -> None:
    if call.starts_at > now:
        raise Refused("not_begun", _("This call has not begun yet."))


def _note(seat: Registration, *, attended: bool, how: str, by: User | None, now: datetime) -> None:
    noted = {"attended": attended, "noted_how": how, "noted_at": now, "noted_by": by}
    Registration.objects.filter(pk=seat.pk).update(**noted)


@STAGE.guard(Stage.INTRODUCED)
def attended_a_call(candidate: Candidate, *, at: datetime) -> None:
    """A candidate is introduced once attendance at an intro call is recorded."""
    if not candidate.registrations.filter(attended=True).exists():
        raise Refused("no_call", _("No attended intro call is recorded."))
