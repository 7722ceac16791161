"""An application that lies half done is asked after twice; a "not now" says why, and what would change it."""

from datetime import UTC, datetime, timedelta

import pytest

from candidates.enums import Stage
from candidates.models import Candidacy
from core.accounts.roles import Role
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted
from core.outbox.reminders import write_due
from core.outbox.rendering import render
from funding import applications
from funding.enums import ApplicationStatus
from funding.models import FundingApplication
from tests.factories.people import bring_to, make_user, put_on_ballot

pytestmark = pytest.mark.django_db
# Ten in the morning in Chicago, where the candidate lives, a week after.
BEGUN = datetime(2026, 6, 2, 20, tzinfo=UTC)
A_WEEK_LATER = datetime(2026, 6, 9, 15, tzinfo=UTC)


@pytest.fixture
def candidacy(now: datetime) -> Candidacy:
    candidate = bring_to(Stage.COMMITTED, now=now)
    return put_on_ballot(candidate, ballot_date=now.date() - timedelta(days=70), now=now)


@pytest.fixture
def draft(candidacy: Candidacy) -> FundingApplication:
    OutgoingMessage.objects.all().delete()
    return FundingApplication.objects.create(candidacy=candidacy, created_at=BEGUN)


def asked() -> list[str]:
    kinds = OutgoingMessage.objects.filter(kind__startswith="draft").order_by("pk")
    return list(kinds.values_list("kind", flat=True))


def hand_in() -> None:
    frozen = {"frozen_facts": {"as_of": "2026-06-10"}, "submitted_at": A_WEEK_LATER}
    FundingApplication.objects.update(status=ApplicationStatus.SUBMITTED, **frozen)


def test_a_draft_is_asked_after_in_the_morning_a_week_and_three_weeks_later_and_never_again(
    draft: FundingApplication,
) -> None:
    write_due(now=A_WEEK_LATER - timedelta(microseconds=1))
    assert asked() == []
    for day in (0, 1, 7, 13, 14, 15, 21, 28, 59):
        write_due(now=A_WEEK_LATER + timedelta(days=day))
    assert asked() == ["draft_unfinished", "draft_still_unfinished"]


def test_what_was_handed_in_meanwhile_is_not_asked_after(draft: FundingApplication) -> None:
    write_due(now=A_WEEK_LATER)
    hand_in()
    with pytest.raises(NoLongerWanted, match="handed_in"):
        render(OutgoingMessage.objects.get(kind="draft_unfinished"))
    write_due(now=A_WEEK_LATER + timedelta(days=14))
    assert asked() == ["draft_unfinished"]


def test_a_not_now_says_why_and_what_would_change_it(draft: FundingApplication, now: datetime) -> None:
    hand_in()
    draft.refresh_from_db()
    staff = make_user(Role.PROGRAM_STAFF)
    applications.decline(draft, reason="threshold_not_reached", actor=staff, at=now)
    mail = render(OutgoingMessage.objects.get(kind="application_declined"))
    assert "does not reach the threshold yet" in mail.text
    assert "from at least two donors" in mail.text
