"""Make two records one person, as a dated event, and part them again. Nothing is lost either way.

The rows of the record that goes move to the one that stays; it remains as a stub with its own profile and history.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import STAGE_ORDER, CandidacyStatus, Stage
from candidates.models import Candidacy, Candidate, LikelyDuplicate, PersonMerge
from candidates.models.duplicates import Answer
from candidates.movers import all_movers, built_on, obstacles
from candidates.moving import clashing_candidacies
from candidates.pipeline import CANDIDACY_OF_MERGE, MERGED, PARTED, STAGE_OF_MERGE, by_staff
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.scheduling.commitments import lock_people

# Taken over where the record that stays says nothing. Consents are never taken over: each was given for one address.
FILLED = ("phone", "running_when", "heard_from", "filed_on", "ran_before", "topics")


def further(one: str, other: str) -> str:
    """Return the one of two stages that lies further on the path."""
    return max(one, other, key=lambda stage: STAGE_ORDER.index(Stage(stage)))


def to_fill(kept: Candidate, other: Candidate) -> list[str]:
    """Return the fields that `kept` leaves empty and `other` does not."""
    return [name for name in FILLED if _is_empty(kept, name) and not _is_empty(other, name)]


def _is_empty(candidate: Candidate, name: str) -> bool:
    return getattr(candidate, name) in (None, "", [])


def why_not(kept: Candidate, other: Candidate, *, actor: User, now: datetime) -> list[str]:
    """Return, in sentences, what stands in the way of merging `other` into `kept`; nothing when they can be."""
    if not by_staff(actor, kept) or not by_staff(actor, other):
        return [str(_("Only program staff merge records, and nobody their own."))]
    if kept.pk == other.pk or kept.merged_into_id or other.merged_into_id:
        return [str(_("These two are one record already."))]
    return obstacles(kept, other, now=now)


@transaction.atomic
def merge(kept: Candidate, other: Candidate, *, actor: User, now: datetime) -> PersonMerge:
    """Move everything of `other` to `kept`, lift the stage to the further one, and tell both addresses.

    Raises NotPermitted for one's own record, Refused with what stands in the way; then nothing has changed.
    """
    kept, other = _locked(kept, other)
    stands_in_the_way = why_not(kept, other, actor=actor, now=now)
    if stands_in_the_way:
        permitted = by_staff(actor, kept) and by_staff(actor, other)
        raise (Refused if permitted else NotPermitted)("cannot_merge", " ".join(stands_in_the_way))
    moved: dict[str, Any] = {
        "ended": _end_clashing(kept, other, actor, now),
        "filled": _fill(kept, other),
        "primary": _take_over_addresses(kept, other),
        "could_sign_in": other.user.is_active,
        "stage": kept.stage,
        "rows": {},
    }
    try:
        for mover in all_movers():
            keys = mover.to_move(kept, other)
            target = kept.user_id if mover.of_user else kept.pk
            mover.model._base_manager.filter(pk__in=keys).update(**{mover.field: target})
            if keys:
                moved["rows"][mover.name] = keys
    except IntegrityError as error:
        raise Refused("clash", _("Something of the two clashes. Reload the page and look again.")) from error
    _lift(kept, other.stage, actor, now)
    _close(other, kept)
    event = PersonMerge.objects.create(kept=kept, other=other, moved=moved, actor=actor, recorded_at=now)
    _answer(kept, other, Answer.SAME, actor, now)
    for person, kind in ((kept, "records_merged"), (other, "record_closed")):
        enqueue(kind, person.user, {"merge": str(event.public_id)}, key=f"{kind}:{event.public_id}")
    return event


@transaction.atomic
def unmerge(event: PersonMerge, *, actor: User, now: datetime) -> PersonMerge:
    """Part again what `event` made one: each row goes back to where it was.

    Raises Refused, naming what, when something was since built on it that belongs to both.
    """
    kept, other = _locked(event.kept, event.other)
    if not by_staff(actor, kept) or not by_staff(actor, other):
        raise NotPermitted("not_permitted", _("Only program staff part records, and nobody their own."))
    in_the_way = why_not_parted(event, kept, other)
    if in_the_way:
        raise Refused("built_on", " ".join(in_the_way))
    moved = event.moved
    for mover in all_movers():
        source = kept.user_id if mover.of_user else kept.pk
        target = other.user_id if mover.of_user else other.pk
        rows = mover.model._base_manager.filter(
            pk__in=moved["rows"].get(mover.name, ()), **{mover.field: source}
        )
        rows.update(**{mover.field: target})
    EmailAddress.objects.filter(pk__in=moved["primary"]).update(primary=True)
    for candidacy in Candidacy.objects.filter(pk__in=moved["ended"], status=CandidacyStatus.ENDED):
        CANDIDACY_OF_MERGE.move(candidacy, CandidacyStatus.PLANNED, actor=actor, at=now, reason=PARTED)
    _empty_again(kept, other, moved["filled"])
    if kept.stage != moved["stage"]:
        STAGE_OF_MERGE.move(kept, moved["stage"], actor=actor, at=now, reason=PARTED)
    Candidate.records.filter(pk=other.pk).update(merged_into=None)
    if moved["could_sign_in"]:
        User.objects.filter(pk=other.user_id).update(is_active=True)
    parted = PersonMerge.objects.create(
        kept=kept, other=other, undoes=event, moved={}, actor=actor, recorded_at=now
    )
    _answer(kept, other, "", None, None)
    for person in (kept, other):
        key = f"records_parted:{parted.public_id}:{person.public_id}"
        enqueue("records_parted", person.user, {"merge": str(parted.public_id)}, key=key)
    return parted


def say_different(pair: LikelyDuplicate, *, actor: User, now: datetime) -> None:
    """Keep that the two are different people: they are never proposed again. Raises Refused when it was answered."""
    if not by_staff(actor, pair.first) or not by_staff(actor, pair.second):
        raise NotPermitted("not_permitted", _("Only program staff answer this, and nobody about themselves."))
    answered = LikelyDuplicate.objects.filter(pk=pair.pk, answer="").update(
        answer=Answer.DIFFERENT, answered_by=actor, answered_at=now
    )
    if not answered:
        raise Refused("answered", _("Somebody else has already answered this."))


def why_not_parted(event: PersonMerge, kept: Candidate, other: Candidate) -> list[str]:
    """Return, in sentences, what was built on `event` and belongs to both; nothing when they can be parted."""
    if (
        event.undoes_id
        or other.merged_into_id != kept.pk
        or PersonMerge.objects.filter(undoes=event).exists()
    ):
        return [str(_("These two have been parted already."))]
    later = PersonMerge.objects.filter(pk__gt=event.pk, undoes=None, undone_by=None)
    if kept.merged_into_id or later.filter(kept=kept).exists():
        return [str(_("There was a later merge with this person: part that one first."))]
    found = built_on(event)
    if kept.stage_transitions.filter(recorded_at__gte=event.recorded_at).exclude(reason=MERGED).exists():
        found.append(str(_("The person has come further since, and that rests on both records.")))
    return found


def _locked(one: Candidate, other: Candidate) -> tuple[Candidate, Candidate]:
    """Both, locked in the order of their ids: the users first, as booking does, then the candidates."""
    lock_people([one.user_id, other.user_id])
    rows = Candidate.records.filter(pk__in=[one.pk, other.pk]).order_by("pk")
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).select_related("user")}
    return found[one.pk], found[other.pk]


def _end_clashing(kept: Candidate, other: Candidate, actor: User, now: datetime) -> list[int]:
    """Where both are in one race, the planned one ends: one live candidacy per person and race."""
    ended = clashing_candidacies(kept, other)
    for candidacy in ended:
        CANDIDACY_OF_MERGE.move(candidacy, CandidacyStatus.ENDED, actor=actor, at=now, reason=MERGED)
    return [candidacy.pk for candidacy in ended]


def _fill(kept: Candidate, other: Candidate) -> list[str]:
    names = to_fill(kept, other)
    Candidate.records.filter(pk=kept.pk).update(**{name: getattr(other, name) for name in names})
    return names


def _empty_again(kept: Candidate, other: Candidate, names: list[str]) -> None:
    """What the person has changed since is the person's own and stays."""
    taken_over = [name for name in names if getattr(kept, name) == getattr(other, name)]
    unfilled = Candidate()
    empty = {name: getattr(unfilled, name) for name in taken_over}
    Candidate.records.filter(pk=kept.pk).update(**empty)


def _take_over_addresses(kept: Candidate, other: Candidate) -> list[int]:
    """The other's addresses become further ones of the person; return those that were the first choice."""
    primary = EmailAddress.objects.filter(user=other.user_id, primary=True)
    keys = list(primary.values_list("pk", flat=True))
    primary.update(primary=False)
    return keys


def _lift(kept: Candidate, stage: str, actor: User, now: datetime) -> None:
    target = further(kept.stage, stage)
    if target != kept.stage:
        STAGE_OF_MERGE.move(kept, target, actor=actor, at=now, reason=MERGED)


def _close(other: Candidate, kept: Candidate) -> None:
    Candidate.records.filter(pk=other.pk).update(merged_into=kept)
    User.objects.filter(pk=other.user_id).update(is_active=False)


def _answer(kept: Candidate, other: Candidate, answer: str, actor: User | None, now: datetime | None) -> None:
    first, second = sorted([kept.pk, other.pk])
    LikelyDuplicate.objects.filter(first=first, second=second).update(
        answer=answer, answered_by=actor, answered_at=now
    )
