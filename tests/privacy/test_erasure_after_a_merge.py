"""Two records that staff made one are erased together: no word of either is left."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from candidates import intake
from candidates.enums import Stage
from candidates.merging import merge
from candidates.models import Candidate, LikelyDuplicate
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.sending import send_due
from core.privacy.models import ErasureLog
from tests.factories.people import make_user
from tests.privacy import somebody
from tests.privacy.somebody import WORDS, found_in
from tests.privacy.test_erasure import erase, places

__all__ = ["places"]

# How the same person signed up once more.
OTHER = {
    "first name of the other": "Quimbletta",
    "last name of the other": "Thornwickel-Vandersnoot",
    "address of the other": "quimbletta@vandersnoot.example",
    "phone of the other": "+12025550183",
    "ZIP of the other": "59313",
    "parameter of the other": "utm-jentacular",
}


def signs_up_again(now: datetime) -> Candidate:
    first, last, address, phone, postal_code, utm = OTHER.values()
    intake.receive(
        {
            "first_name": first,
            "last_name": last,
            "email": address,
            "phone": phone,
            "postal_code": postal_code,
            "date_of_birth": WORDS["birth date"],
            "utm": {"utm_campaign": utm},
            "topics": [],
            "exploring": True,
        },
        form_key=UUID(int=7),
        now=now - timedelta(days=20),
    )
    intake.absorb_waiting(now=now - timedelta(days=20))
    other = Candidate.objects.get(user__email=address)
    intake.verify(other.user, at=now - timedelta(days=20))
    return other


@pytest.mark.slow
@pytest.mark.parametrize("stays", ["the older record", "the newer record"])
def test_both_records_of_a_merged_person_are_erased(
    transactional_db: None, now: datetime, places: tuple[Path, Path], settings: Settings, stays: str
) -> None:
    older, newer = somebody.make(now), signs_up_again(now)
    kept, goes = (older, newer) if stays == "the older record" else (newer, older)
    LikelyDuplicate.objects.create(first=older, second=newer, reasons=["name_and_birth"], strength=3)
    merge(kept, goes, actor=make_user(Role.PROGRAM_STAFF), now=now)
    send_due(now=clock.now())
    words = WORDS | OTHER
    assert found_in(*places, words=words) == set(words)

    erase(kept.user, now)
    send_due(now=clock.now())
    for file in places[1].glob("*.eml"):  # what has arrived is in other people's mailboxes
        file.unlink()
    assert found_in(*places, words=words) == set()
    assert set(ErasureLog.objects.values_list("person", flat=True)) == {
        older.user.public_id,
        newer.user.public_id,
    }
    assert not User.objects.filter(pk__in=[older.user_id, newer.user_id], erased_at=None).exists()
    assert Candidate.objects.get().stage == Stage.COMMITTED
