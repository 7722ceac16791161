"""The mail that says somebody is on the ballot names the day from which the race may be funded (R15)."""

from datetime import datetime, timedelta

import pytest

from candidates.enums import Stage
from candidates.models import Candidacy
from core.outbox.models import OutgoingMessage
from core.outbox.rendering import render
from tests.factories.people import bring_to, put_on_ballot

pytestmark = pytest.mark.django_db


def test_it_names_the_day_two_months_after_the_ballot_date_and_the_ballot_date_itself_with_an_exception(
    now: datetime,
) -> None:
    candidacy = put_on_ballot(
        bring_to(Stage.COMMITTED, now=now), ballot_date=now.date() - timedelta(days=1), now=now
    )
    mail = OutgoingMessage.objects.get(kind="ballot_verified")
    Candidacy.objects.filter(pk=candidacy.pk).update(ballot_date=datetime(2026, 1, 31).date())  # noqa: DTZ001
    assert "From March 31, 2026 on" in render(mail).text
    Candidacy.objects.filter(pk=candidacy.pk).update(
        special_election_override=True, override_reason="A vacancy."
    )
    assert "From January 31, 2026 on" in render(mail).text
