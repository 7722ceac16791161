"""Sessions of a pair: agreed by either, in nobody's other hour, moved and called off with the other one told."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from core import clock
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted
from core.outbox.reminders import write_due
from core.outbox.rendering import render
from core.scheduling.commitments import Taken, commit_time
from core.scheduling.models import Commitment
from mentorship import services, sessions
from mentorship.models import Mentor, MentorSession, Mentorship
from tests.factories.people import bring_to, make_user
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def pair(now: datetime) -> Mentorship:
    candidate = bring_to("committed", now=now)
    mentor = Mentor.objects.create(user=make_user(Role.MENTOR, time_zone="America/New_York"))
    found = services.propose(mentor, candidate, actor=make_user(Role.PROGRAM_STAFF), at=now)
    for person in (mentor.user, candidate.user):
        services.say_yes(found, actor=person, at=now)
    return Mentorship.objects.get(pk=found.pk)


def told(kind: str) -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(kind=kind).order_by("pk"))


def test_either_arranges_and_both_times_are_taken_and_the_other_one_is_told(
    pair: Mentorship, now: datetime
) -> None:
    mentor, candidate = pair.mentor.user, pair.candidate.user
    made = sessions.arrange(pair, now + 3 * DAY, about="doors", actor=candidate, at=now)
    assert {one.person_id for one in Commitment.objects.filter(subject=made.public_id)} == {
        mentor.pk,
        candidate.pk,
    }
    (mail,) = told("session_arranged")
    assert mail.recipient == mentor
    assert "doors" in render(mail).text
    with pytest.raises(Taken):
        commit_time([mentor.pk], made.starts_at, made.ends_at, kind="interview", subject=uuid4(), now=now)


def test_a_moved_session_is_reminded_of_at_its_new_time_only(pair: Mentorship, now: datetime) -> None:
    made = sessions.arrange(pair, now + 3 * DAY, actor=pair.mentor.user, at=now)
    write_due(now=now + 2 * DAY)
    (old,) = told("session_tomorrow_candidate")
    sessions.move(made, now + 6 * DAY, actor=pair.candidate.user, at=now + 2 * DAY)
    with pytest.raises(NoLongerWanted, match="moved"):
        render(old)
    (moved,) = told("session_moved")
    assert moved.recipient == pair.mentor.user
    write_due(now=now + 5 * DAY)
    assert len(told("session_tomorrow_candidate")) == len(told("session_tomorrow_mentor")) == 2
    write_due(now=now + 6 * DAY - HOUR)
    assert len(told("session_soon_candidate")) == len(told("session_soon_mentor")) == 1
    made.refresh_from_db()
    assert made.sequence == 1


def test_a_session_that_cannot_be_moved_stays_where_it_was(pair: Mentorship, now: datetime) -> None:
    first = sessions.arrange(pair, now + 3 * DAY, actor=pair.mentor.user, at=now)
    sessions.arrange(pair, now + 4 * DAY, actor=pair.mentor.user, at=now)
    with pytest.raises(Taken):
        sessions.move(first, now + 4 * DAY + HOUR / 2, actor=pair.mentor.user, at=now)
    period = Commitment.objects.filter(subject=first.public_id).first()
    assert period is not None
    assert period.period.lower == now + 3 * DAY


def test_cancelled_by_one_it_is_free_again_for_both_and_no_reminder_goes_out(
    pair: Mentorship, now: datetime
) -> None:
    made = sessions.arrange(pair, now + 3 * DAY, actor=pair.mentor.user, at=now)
    sessions.cancel(made, actor=pair.candidate.user, at=now)
    assert not Commitment.objects.filter(subject=made.public_id).exists()
    assert [mail.recipient for mail in told("session_cancelled")] == [pair.mentor.user]
    write_due(now=now + 2 * DAY)
    assert told("session_tomorrow_candidate") == []
    for again in (sessions.cancel, lambda *_a, **k: sessions.move(made, now + 5 * DAY, **k)):
        with pytest.raises(Refused, match="cancelled already"):
            again(made, actor=pair.candidate.user, at=now)


def test_the_end_of_the_mentorship_calls_off_what_was_to_come(pair: Mentorship, now: datetime) -> None:
    sessions.arrange(pair, now + 3 * DAY, actor=pair.mentor.user, at=now)
    services.end(pair, actor=pair.mentor.user, at=now)
    assert MentorSession.objects.get().cancelled_at == now
    assert [mail.recipient for mail in told("session_cancelled")] == [pair.candidate.user]
    with pytest.raises(Refused, match="both have said yes"):
        sessions.arrange(pair, now + 4 * DAY, actor=pair.mentor.user, at=now)


@pytest.mark.parametrize(
    ("after", "why"), [(timedelta(0), "passed"), (sessions.FURTHEST + timedelta(seconds=1), "four months")]
)
def test_out_of_reach_is_refused(pair: Mentorship, now: datetime, after: timedelta, why: str) -> None:
    with pytest.raises(Refused, match=why):
        sessions.arrange(pair, now + after, actor=pair.mentor.user, at=now)
    with pytest.raises(NotPermitted):
        sessions.arrange(pair, now + DAY, actor=make_user(Role.PROGRAM_STAFF), at=now)


def form(day: str, hour: str, **more: str) -> dict[str, str]:
    return {"form_key": str(uuid4()), "starts_at_0": day, "starts_at_1": hour, **more}


def test_the_pages_read_and_write_in_ones_own_zone_and_say_what_a_clock_change_leaves_out(
    pair: Mentorship,
) -> None:
    client: Client = sign_in(pair.mentor.user)
    page = f"/mentorship/{pair.public_id}/sessions/new/"
    gone = client.post(page, form("2027-03-14", "02:30"))
    assert gone.status_code == 422
    assert "2027-03-14" in gone.content.decode()
    day = (clock.now() + 10 * DAY).date().isoformat()
    assert client.post(page, form(day, "18:00", about="budget")).status_code == 302
    made = MentorSession.objects.get()
    assert (made.starts_at.hour - 18) % 24 in (4, 5)  # New York is that far behind
    home = sign_in(pair.candidate.user).get("/mentorship/").content.decode()
    assert "budget" in home
    own = f"/mentorship/sessions/{made.public_id}/"
    assert sign_in(make_user(Role.MENTOR)).get(own).status_code == 404
    assert sign_in(pair.candidate.user).post(f"{own}cancel/", {"form_key": str(uuid4())}).status_code == 302
    assert "cancelled" in client.get(own).content.decode()
