"""Second readings: a sample of the notes is rated again by another interviewer, who does not know whose they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from candidates.enums import Topic
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from interviews.criteria import Rated, all_rated, ever_rated
from interviews.masking import mask, words_of
from interviews.models import Interview, Interviewer, Scorecard, SecondReading
from offices.enums import Level

# Notes that are older say little of how somebody rates today; a sample that begins late does not reach back.
RECENT = timedelta(days=14)
AT_ONCE = 200


def is_sampled(talk: UUID, *, of_a_hundred: int) -> bool:
    """Whether the notes of this talk are read twice. Always the same answer, which nobody can work out beforehand."""
    digest = salted_hmac("interviews.second_reading", str(talk)).digest()
    return int.from_bytes(digest[:4], "big") % 100 < of_a_hundred


def ask_for_readings(*, now: datetime) -> int:
    """Choose among the notes that came in lately, and give each that was chosen to a reader; return how many found one.

    A chosen one for whom nobody fits waits until somebody does, and so does what somebody had who left.
    """
    fresh = Scorecard.objects.filter(submitted_at__gt=now - RECENT, second_reading=None).order_by("pk")
    fresh = fresh.filter(interview__candidate__user__erased_at=None).select_related("interview")
    for scorecard in fresh:
        if is_sampled(scorecard.interview.public_id, of_a_hundred=settings.PROGRAM_SECOND_READINGS):
            SecondReading.objects.get_or_create(scorecard=scorecard, defaults={"asked_at": now})
    left = SecondReading.objects.waiting().exclude(reader=None)
    left.exclude(reader__in=Interviewer.objects.bookable()).update(reader=None)
    waiting = SecondReading.objects.waiting().filter(reader=None).order_by("pk")[:AT_ONCE]
    return sum(_give(reading, now) for reading in waiting.values_list("pk", flat=True))


@transaction.atomic
def _give(pk: int, now: datetime) -> bool:
    reading = SecondReading.objects.select_for_update(skip_locked=True).filter(pk=pk, reader=None).first()
    reader = _who_fits(reading) if reading is not None else None
    if reading is None or reader is None:
        return False
    reading.reader = reader
    reading.save(update_fields=["reader"])
    enqueue(
        "second_reading",
        reader.user,
        {"reading": str(reading.public_id)},
        key=f"second_reading:{reading.public_id}:{reader.pk}",
    )
    return True


def _who_fits(reading: SecondReading) -> Interviewer | None:
    """Whoever may interview, has never met the candidate, has not recognised them, and has read least."""
    talk = reading.scorecard.interview
    candidate = talk.candidate
    met = Interview.objects.filter(candidate=candidate).values("interviewer")
    hosts = candidate.registrations.values("call__host")
    fitting = Interviewer.objects.bookable().exclude(pk__in=met).exclude(pk__in=reading.passed_by)
    fitting = fitting.exclude(user__in=hosts).exclude(user=candidate.user_id)
    fitting = fitting.exclude(user=reading.scorecard.submitted_by_id)
    busy = Count("readings", filter=Q(readings__asked_at__gt=reading.asked_at - timedelta(days=90)))
    return fitting.annotate(busy=busy).select_related("user").order_by("busy", "pk").first()


@transaction.atomic
def read(
    reading: SecondReading, *, ratings: dict[str, int], recommendation: str, actor: User, at: datetime
) -> None:
    """Keep the second reader's ratings. Raises NotPermitted for anybody else, Refused when it was read before."""
    found = _own(reading, actor)
    if any(ratings.get(one.code) is None for one in all_rated()) or not recommendation:
        raise Refused("not_rated", _("Give each of the ratings, and a recommendation."))
    for one in all_rated():
        setattr(found, one.code, ratings[one.code])
    found.recommendation, found.read_at = recommendation, at
    found.save()


@transaction.atomic
def pass_on(reading: SecondReading, *, actor: User, now: datetime) -> None:
    """Somebody recognised whom it is about: another one reads it. Raises what `read` raises."""
    found = _own(reading, actor)
    found.passed_by = [*found.passed_by, int(found.reader_id or 0)]
    found.reader = None
    found.save(update_fields=["passed_by", "reader"])
    _give(found.pk, now)


def _own(reading: SecondReading, actor: User) -> SecondReading:
    found: SecondReading = SecondReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if found.reader is None or found.reader.user_id != actor.pk:
        raise NotPermitted("not_permitted", _("This reading is somebody else’s."))
    if found.read_at is not None:
        raise Refused("read", _("You have read this one already. Thank you."))
    return found


@dataclass(frozen=True)
class Blind:
    """What a second reader is shown of a talk: this, and nothing else. Every text is masked."""

    levels: tuple[str, ...]
    topics: tuple[str, ...]
    heard: tuple[tuple[Rated, str], ...]
    note: str
    private_note: str


def blind(reading: SecondReading) -> Blind:
    """Return what of the notes may be read without a name: no rating, no recommendation, no place, no interviewer."""
    notes = reading.scorecard
    candidate = notes.interview.candidate
    names = list(_names(notes))
    offices = candidate.offices.all()
    return Blind(
        levels=tuple(str(Level(level).label) for level in dict.fromkeys(office.level for office in offices)),
        topics=tuple(str(Topic(topic).label) for topic in candidate.topics),
        heard=tuple((one, mask(getattr(notes, one.evidence), names=names)) for one in ever_rated(notes)),
        note=mask(notes.note_to_candidate, names=names),
        private_note=mask(notes.private_note, names=names),
    )


def _names(notes: Scorecard) -> Iterable[str]:
    """Whatever is known to name the candidate or the interviewer, also as the part of an address before its @."""
    talk = notes.interview
    for person in (talk.candidate.user, talk.interviewer.user, notes.submitted_by):
        yield from (person.first_name, person.last_name)
        yield from (word for word in words_of(person.email.partition("@")[0]) if len(word) > 3)


def figures(reading: Any) -> dict[str, int]:
    """Return by criterion how far the second rating is from the first; only where both rated."""
    first, found = reading.scorecard, {}
    for one in all_rated():
        pair = getattr(first, one.code), getattr(reading, one.code)
        if None not in pair:
            found[one.code] = pair[1] - pair[0]
    return found
