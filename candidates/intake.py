"""Sign-ups arrive here, by form, API and CSV alike, and are absorbed by a worker.

A known address gets a link and nothing of its owner's changes until that person accepts, signed in; from outside
both answers look the same.
"""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from dateutil.parser import isoparse
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import get_language

from candidates.consents import wording_of
from candidates.enums import ConsentKind, IntakeSource, IntakeStatus
from candidates.known import who_has
from candidates.models import Candidate, Intake, Interest
from candidates.promised_calls import promise_call
from candidates.signals import candidate_verified
from candidates.superseding import move_to, take_the_place
from candidates.zones import zone_of
from core.accounts.models import User
from core.doorbell import ring_on_commit
from core.outbox.services import enqueue
from offices.models import Office, ZipCode

logger = logging.getLogger(__name__)

# A sign-up that raises one of these will raise it for ever; anything else, such as a lost connection, is tried again.
UNUSABLE = (KeyError, ValueError, TypeError, AttributeError, ValidationError, DataError, IntegrityError)
# The payload's keys that go straight into the profile.
PROFILE_FIELDS = [
    "postal_code",
    "phone",
    "exploring",
    "running_when",
    "ran_before",
    "topics",
    "heard_from",
    "utm",
]


def receive(
    payload: dict[str, Any], *, form_key: UUID, source: str = IntakeSource.FORM, now: datetime
) -> Intake:
    """Keep a sign-up as it arrived and ring for the worker. The same `form_key` gives the same row."""
    intake, _ = Intake.objects.get_or_create(
        form_key=form_key,
        defaults={
            "source": source,
            "payload": payload,
            "received_at": now,
            "language": get_language() or "en",
        },
    )
    ring_on_commit("candidates.tasks.absorb_intakes")
    return intake


def absorb_waiting(*, now: datetime, limit: int = 500) -> int:
    """Absorb the sign-ups that wait; return how many. One that fails is marked and holds up nobody."""
    absorbed = 0
    while absorbed < limit and absorb_next(now=now):
        absorbed += 1
    return absorbed


def absorb_next(*, now: datetime) -> bool:
    """Absorb the oldest waiting sign-up that no other worker holds; return False when there is none."""
    with transaction.atomic():
        intake = (
            Intake.objects.select_for_update(skip_locked=True)
            .filter(status=IntakeStatus.RECEIVED)
            .order_by("id")
            .first()
        )
        if intake is None:
            return False
        try:
            with transaction.atomic():
                _absorb(intake, now)
        except UNUSABLE as error:
            logger.exception("The sign-up %s could not be absorbed.", intake.public_id)
            intake.status, intake.fault = IntakeStatus.FAULTY, type(error).__name__
        intake.absorbed_at = now
        intake.save(update_fields=["status", "fault", "user", "absorbed_at"])
    return True


def _absorb(intake: Intake, now: datetime) -> None:
    address = intake.payload["email"].strip().lower()
    # Two sign-ups of one new address, absorbed at once, make one person.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [address])
    made_before = take_the_place(intake)
    known = who_has(address)
    if known is not None and known == made_before:
        known = None
    if known is not None:
        intake.user = known
    elif made_before is not None:
        intake.user = made_before
        move_to(made_before, address)
    else:
        intake.user = _create_person(address, intake)
        create_candidate(intake.user, intake)
    intake.status = IntakeStatus.ABSORBED if known is None else IntakeStatus.AWAITING
    kind = "verify_address" if known is None else "sign_up_again"
    enqueue(kind, intake.user, {"intake": str(intake.public_id)}, key=f"{kind}:{intake.public_id}")


def _create_person(address: str, intake: Intake) -> User:
    user = User.objects.create_user(
        address,
        first_name=intake.payload["first_name"],
        last_name=intake.payload["last_name"],
        language=intake.language,
        time_zone=zone_of(intake.payload),
    )
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=False)
    return user


def profile_of(intake: Intake) -> dict[str, Any]:
    """Return the candidate's fields that `intake`, a validated sign-up in JSON, stands for."""
    payload, signed_up_at, language = intake.payload, intake.received_at, intake.language
    state = ZipCode.objects.filter(code=payload["postal_code"][:5]).values_list("state", flat=True).first()
    return told_in(payload) | {
        "state": state or "",
        "values_attested_at": signed_up_at,
        "consented_at": signed_up_at,
        "text_consented_at": signed_up_at if payload.get("text_consent") else None,
        "privacy_wording": wording_of(payload, ConsentKind.PRIVACY, language),
        "text_wording": wording_of(payload, ConsentKind.TEXTS, language),
    }


def told_in(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the candidate's fields that a validated sign-up tells in so many words; what was left empty is not in."""
    fields = {name: payload[name] for name in PROFILE_FIELDS if payload.get(name) not in (None, "")}
    for name in ("date_of_birth", "filed_on"):
        if payload.get(name):
            fields[name] = isoparse(payload[name]).date()
    return fields


def create_candidate(user: User, intake: Intake) -> Candidate:
    """Begin the profile of `user` with what `intake` says."""
    candidate: Candidate = Candidate.objects.create(
        user=user, signed_up_at=intake.received_at, **profile_of(intake)
    )
    add_interests(candidate, intake.payload)
    if candidate.filed_on is not None:
        promise_call(candidate, at=intake.received_at)
    return candidate


def add_interests(candidate: Candidate, payload: dict[str, Any]) -> None:
    offices = Office.objects.filter(public_id__in=payload.get("offices", []))
    Interest.objects.bulk_create(
        (Interest(candidate=candidate, office=office) for office in offices), ignore_conflicts=True
    )


@transaction.atomic
def verify(user: User, *, at: datetime) -> None:
    """Note that `user` can read what is sent to the address; the first time, higher apps are told."""
    address, _ = EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    if not address.verified:
        address.set_verified()
    candidate = Candidate.objects.select_for_update().filter(user=user).first()
    if candidate is not None and candidate.verified_at is None:
        candidate.verified_at = at
        candidate.save(update_fields=["verified_at"])
        candidate_verified.send(Candidate, candidate=candidate, at=at)
