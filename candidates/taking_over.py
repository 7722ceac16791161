"""A later sign-up under a known address: its owner sees what would change, and takes it over or leaves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.details import shown, write_differing
from candidates.enums import IntakeStatus
from candidates.intake import add_interests, create_candidate, profile_of, told_in, verify
from candidates.models import Candidate, Intake
from candidates.promised_calls import promise_call
from core.accounts.models import User
from offices.models import Office

NAMES = ("first_name", "last_name")


@dataclass(frozen=True)
class Difference:
    """One thing that was written, in words, and what we have so far."""

    label: Any
    written: str
    so_far: str

    @property
    def would_change(self) -> bool:
        return self.written != self.so_far


def differences(intake: Intake) -> list[Difference]:
    """Return what `intake`, a sign-up of somebody who is known, says beside what its owner told us before."""
    assert intake.user is not None
    candidate = Candidate.objects.filter(user=intake.user).first()
    return list(_beside_each_other(intake, intake.user, candidate))


def _beside_each_other(intake: Intake, user: User, candidate: Candidate | None) -> Iterator[Difference]:
    payload, written = intake.payload, Candidate(**told_in(intake.payload))
    for name, label in zip(NAMES, (_("First name"), _("Last name")), strict=True):
        yield Difference(label, payload.get(name, ""), getattr(user, name))
    was = candidate or Candidate()
    for label, read in READ.items():
        if new := shown(read(written)):
            yield Difference(label, new, shown(read(was)))
    known = set(was.interests.values_list("office__name", flat=True)) if candidate else set()
    named = set(
        Office.objects.filter(public_id__in=payload.get("offices", [])).values_list("name", flat=True)
    )
    if named:
        yield Difference(_("Offices that interest you"), shown(sorted(known | named)), shown(sorted(known)))


def _phone_of(candidate: Candidate) -> str:
    return candidate.phone.as_national if candidate.phone else ""


READ: dict[Any, Any] = {
    _("Phone"): _phone_of,
    _("Birth date"): lambda candidate: candidate.date_of_birth,
    _("ZIP code"): lambda candidate: candidate.postal_code,
    _("When you might run"): lambda candidate: candidate.get_running_when_display(),
    _("Already filed on"): lambda candidate: candidate.filed_on,
    _("Topics for the talk"): lambda candidate: candidate.topic_names,
}


@transaction.atomic
def accept(intake: Intake, *, at: datetime) -> Candidate:
    """Let the owner of a known address, signed in, take over what a later sign-up said."""
    locked = Intake.objects.select_for_update(of=["self"]).select_related("user").get(pk=intake.pk)
    user = locked.user
    assert user is not None
    candidate = Candidate.objects.select_for_update().filter(user=user).first()
    if locked.status == IntakeStatus.AWAITING:
        write_differing(user, {name: locked.payload[name] for name in NAMES})
        if candidate is not None:
            _take_over(candidate, locked, at)
    if candidate is None:
        candidate = create_candidate(user, locked)
        verify(user, at=at)
    locked.status = IntakeStatus.ACCEPTED
    locked.save(update_fields=["status"])
    return candidate


def _take_over(candidate: Candidate, intake: Intake, at: datetime) -> None:
    """Texts that were agreed to go on as long as the number stays: a box that was left unticked takes nothing back."""
    filed_before, fields = candidate.filed_on, profile_of(intake)
    if fields["text_consented_at"] is None and fields.get("phone", candidate.phone) == candidate.phone:
        del fields["text_consented_at"], fields["text_wording"]
    write_differing(candidate, fields)
    add_interests(candidate, intake.payload)
    if candidate.filed_on not in (None, filed_before):
        promise_call(candidate, at=at)


def discard(intake: Intake) -> None:
    """Leave everything as it was."""
    Intake.objects.filter(pk=intake.pk, status=IntakeStatus.AWAITING).update(status=IntakeStatus.DISCARDED)
