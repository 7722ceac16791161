"""A later sign-up under a known address: what its owner is shown, and what changes once it is taken over."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from candidates.enums import Stage
from candidates.intake import absorb_waiting, receive
from candidates.models import Candidate, Intake
from candidates.taking_over import accept, differences, discard
from tests.candidates.typed import filled_in
from tests.factories.offices import OfficeFactory, ZipCodeFactory
from tests.factories.people import bring_to, make_candidate, make_user

pytestmark = pytest.mark.django_db
NUMBER = "(512) 555-0147"


@pytest.fixture
def owner(now: datetime) -> Candidate:
    for code in ("78701", "78702"):
        ZipCodeFactory(code=code, state="TX")
    return make_candidate(
        now=now, user=make_user(email="ann@example.org"), phone="+15125550147", text_consented_at=now
    )


def signed_up_again(now: datetime, **changes: Any) -> Intake:
    form = filled_in(**changes)
    assert form.is_valid(), form.errors
    receive(form.payload(), form_key=uuid4(), now=now)
    absorb_waiting(now=now)
    return Intake.objects.latest("pk")


def test_the_owner_sees_what_was_written_beside_what_we_have_so_far(owner: Candidate, now: datetime) -> None:
    office = OfficeFactory(name="Austin City Council")
    again = signed_up_again(now, first_name="Zoë", postal_code="78702", phone=NUMBER)
    again.payload["offices"] = [str(office.public_id)]
    found = {str(each.label): (each.so_far, each.written) for each in differences(again) if each.would_change}
    assert found == {
        "First name": ("Sample", "Zoë"),
        "Last name": ("Person", "Sample"),
        "ZIP code": ("78701", "78702"),
        "Offices that interest you": ("", "Austin City Council"),
    }


@pytest.mark.parametrize(("phone", "is_kept"), [(None, True), (NUMBER, True), ("(512) 555-0199", False)])
def test_a_box_left_unticked_takes_no_consent_back_and_a_new_number_was_never_agreed_to(
    owner: Candidate, now: datetime, phone: str | None, is_kept: bool
) -> None:
    accept(signed_up_again(now, phone=phone), at=now + timedelta(1))
    owner.refresh_from_db()
    assert (owner.text_consented_at is not None) is is_kept
    assert owner.phone


def test_a_step_taken_meanwhile_is_not_undone_by_what_the_page_had_read(now: datetime) -> None:
    ZipCodeFactory(code="78701")
    owner = bring_to(Stage.COMMITTED, now=now)
    again = signed_up_again(now, email=owner.user.email)
    before = Candidate.objects.get(pk=owner.pk)
    accept(again, at=now)
    after = Candidate.objects.get(pk=owner.pk)
    assert (after.stage, after.signed_up_at) == (before.stage, before.signed_up_at)
    assert after.user.first_name == "Ann"
    accept(again, at=now)  # as often as the button is pressed
    discard(again)
    assert Intake.objects.get(pk=again.pk).status == "accepted"
