"""A month after both said yes, both sides are asked how it goes, while they are a pair."""

from datetime import UTC, datetime, timedelta

import pytest

from candidates.enums import Stage
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import write_due
from core.outbox.sending import send_due
from mentorship.models import Mentor
from mentorship.services import end, propose, say_yes
from tests.factories.people import bring_to, make_user

pytestmark = pytest.mark.django_db


def test_both_are_asked_after_thirty_days_and_not_once_it_is_over() -> None:
    agreed = datetime(2026, 6, 1, 20, tzinfo=UTC)
    candidate = bring_to(Stage.COMMITTED, now=agreed)
    mentor = Mentor.objects.create(user=make_user("mentor"))
    pair = propose(mentor, candidate, actor=make_user("program_staff"), at=agreed)
    say_yes(pair, actor=mentor.user, at=agreed - timedelta(days=2))
    say_yes(pair, actor=candidate.user, at=agreed)
    OutgoingMessage.objects.all().delete()
    due = datetime(2026, 7, 1, 15, tzinfo=UTC)  # ten in Chicago
    assert [write_due(now=due - timedelta(seconds=1)), write_due(now=due), write_due(now=due)] == [0, 2, 0]
    pair.refresh_from_db()
    end(pair, actor=mentor.user, at=due)
    assert send_due(now=due) == {Status.CANCELLED: 2}
    assert set(OutgoingMessage.objects.values_list("failure", flat=True)) == {"mentorship_over"}
