"""The queue of decisions in the back office: its order, its filters, several at once, and the way back."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from candidates.candidacies import enter_race
from candidates.models import Candidate, Interest, Ownership
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.models import OutgoingMessage
from interviews import reviews
from interviews.deciding import undo
from interviews.enums import Outcome
from interviews.models import Decision, Interview
from offices.enums import FactKind
from tests.factories.offices import FactFactory, OfficeFactory, RaceFactory
from tests.factories.people import make_candidate, make_user
from tests.interviews.talked import a_held_talk, a_talk
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
QUEUE = "/admin/interviews/scorecard/?decision=missing"


@pytest.fixture
def staff() -> User:
    return make_user(Role.PROGRAM_STAFF, first_name="Olive", last_name="Owner")


@pytest.fixture
def client(staff: User) -> Client:
    return sign_in(staff)


def named(last_name: str, now: datetime, **fields: Any) -> Candidate:
    user = make_user(first_name="Ada", last_name=last_name, email=f"{last_name.lower()}@example.org")
    return make_candidate(now=now, user=user, stage="interviewed", **fields)


def closes_in(days: int, now: datetime, **fields: Any) -> Any:
    """A race whose filing closes so many days from now, and the fact that says so."""
    race = RaceFactory(election__date=(now + 200 * DAY).date(), **fields)
    a_fact(race, days, now)
    return race


def a_fact(race: Any, days: int, now: datetime, **fields: Any) -> None:
    FactFactory(
        office=race.office,
        election=race.election,
        kind=FactKind.FILING_CLOSES,
        value=(now + days * DAY).date().isoformat(),
        status="confirmed",
        **{"checked_on": now.date(), **fields},
    )


def people_in(page: str) -> list[str]:
    """The last names of the rows, in their order."""
    return re.findall(r'class="field-candidate[^>]*>(?:<a[^>]*>)?Ada (\w+)', page)


def test_whoever_files_soonest_comes_first_then_whoever_waits_longest(client: Client) -> None:
    now = clock.now()
    known = [("Late", 40, 9), ("Soon", 3, 1), ("Past", -5, 20)]
    for name, days, waits in (*known, ("Older", None, 8), ("Newer", None, 2)):
        candidate = named(name, now)
        if days is not None:
            Candidate.objects.filter(pk=candidate.pk).update(stage="committed")
            candidate.refresh_from_db()
            enter_race(candidate, closes_in(days, now), at=now)
        talk = a_held_talk(now, candidate=candidate)
        talk.scorecard.submitted_at = now - waits * DAY
        talk.scorecard.save()
    page = client.get(QUEUE).content.decode()
    assert people_in(page) == ["Soon", "Late", "Past", "Older", "Newer"]
    assert "3 days" in page
    assert "closed" in page
    assert "not known" in page


def test_of_two_statements_the_one_that_is_believed_counts_and_wishes_count_without_a_race(
    client: Client,
) -> None:
    now = clock.now()
    race = closes_in(2, now)
    a_fact(race, 60, now + DAY, source="A newer look", checked_on=(now + DAY).date())
    first, second = named("Corrected", now), named("Wishes", now)
    Interest.objects.create(candidate=first, office=race.office)
    Interest.objects.create(candidate=second, office=closes_in(30, now).office)
    for candidate in (first, second):
        a_held_talk(now, candidate=candidate)
    page = client.get(QUEUE).content.decode()
    assert people_in(page) == ["Wishes", "Corrected"]
    assert "61 days" in page


def test_a_row_says_what_one_has_to_know_and_each_filter_and_search_narrows(
    client: Client, staff: User
) -> None:
    now = clock.now()
    Ownership.objects.create(owner=staff, state="TX", first_day=now.date())
    office = OfficeFactory(level="mayor", name="Mayor of Listville")
    seen = a_held_talk(
        now, candidate=named("Seen", now), notes={"roots": 1, "flags": ["safety"], "recommendation": "hold"}
    )
    Interest.objects.create(candidate=seen.candidate, office=office)
    other = a_held_talk(now, candidate=named("Other", now, state="CA"))
    type(seen.scorecard).objects.filter(pk=seen.scorecard.pk).update(submitted_at=now - 5 * DAY)
    page = client.get(QUEUE).content.decode()
    for words in ("Mayor of Listville", "somebody’s safety", "not yet", "5 days", "Olive Owner", "nobody"):
        assert words in page, words
    assert re.search(r'field-lowest">1<', page)
    for asked in (
        "state=TX", "level=mayor", f"interviewer={seen.interviewer_id}", "wait=4", "q=seen@example.org", "q=Seen",
        "whose=mine",
    ):  # fmt: skip
        assert people_in(client.get(f"{QUEUE}&{asked}").content.decode()) == ["Seen"], asked
    assert people_in(client.get(f"{QUEUE}&state=CA&level=").content.decode()) == ["Other"]
    for nonsense in ("state=xx", "interviewer=9e9", "wait=x", "level=none", f"interviewer={'9' * 30}"):
        assert client.get(f"{QUEUE}&{nonsense}").status_code == 200
    assert other.interviewer_id != seen.interviewer_id


def preview(client: Client, outcome: str, talks: list[Interview]) -> Any:
    action = {"advance": "advance_together", "hold": "hold_together"}[outcome]
    rows = [str(talk.scorecard.pk) for talk in talks]
    return client.post(QUEUE, {"action": action, "_selected_action": rows}, follow=True)


def sent_with(page: Any, **more: Any) -> dict[str, Any]:
    found = dict(re.findall(r'name="(form_key|outcome|notes)" value="([^"]*)"', page.content.decode()))
    return {**found, "reply": "", **more}


def test_several_are_looked_at_first_then_decided_and_taken_back(client: Client, staff: User) -> None:
    now = clock.now()
    talks = [a_held_talk(now, candidate=named(name, now)) for name in ("One", "Two", "Three")]
    page = preview(client, "advance", talks)
    assert "Advance 3 people" in page.content.decode()
    assert "Go to a meeting." in page.content.decode()
    assert not Decision.objects.exists()
    reviews.decide(talks[0], outcome=Outcome.HOLD, actor=make_user(Role.PROGRAM_STAFF), at=now)
    form = sent_with(page, reply="See you soon.")
    done = client.post("/admin/interviews/scorecard/together/", form, follow=True)
    assert "Decided for 2 people." in done.content.decode()
    assert "The mails leave at" in done.content.decode()
    again = client.post("/admin/interviews/scorecard/together/", form, follow=True)
    assert again.redirect_chain == done.redirect_chain
    assert Decision.objects.filter(outcome="advance", reply="See you soon.").count() == 2
    batch = done.redirect_chain[-1][0]
    back = client.post(batch, {"form_key": str(uuid4())}, follow=True)
    assert "Taken back for 2 people." in back.content.decode()
    assert Decision.objects.count() == 1
    stale = client.post(batch, {"form_key": str(uuid4())})
    assert stale.status_code == 422
    assert "already taken this back" in stale.content.decode()
    assert OutgoingMessage.objects.filter(kind="decision_advance", status="due").count() == 0


def test_whoever_cannot_be_decided_about_is_named_before(client: Client, staff: User) -> None:
    now = clock.now()
    mine = a_held_talk(now, candidate=make_candidate(now=now, user=staff, stage="interviewed"))
    left = a_held_talk(now, candidate=named("Left", now, standing="withdrawn"))
    assert str(left.candidate) not in client.get(QUEUE).content.decode()
    chosen = f"{mine.scorecard.pk},{left.scorecard.pk}"
    page = client.get(f"/admin/interviews/scorecard/together/?outcome=hold&notes={chosen}").content.decode()
    assert "this is you" in page
    assert "not with us at the moment" in page
    assert "Not yet for" not in page


def test_no_action_says_not_now_and_a_made_up_outcome_does_not_either(client: Client) -> None:
    talk = a_held_talk(clock.now())
    assert "decline" not in re.findall(r'<option value="(\w+)"', client.get(QUEUE).content.decode())
    form = {"form_key": str(uuid4()), "outcome": "decline", "notes": str(talk.scorecard.pk), "reply": ""}
    assert client.post("/admin/interviews/scorecard/together/", form).status_code == 422
    assert not Decision.objects.exists()


def test_interviewers_neither_decide_nor_look_at_it(db: None) -> None:
    talk = a_held_talk(clock.now())
    client = sign_in(talk.interviewer.user)
    assert "together" not in client.get(QUEUE).content.decode()
    assert client.get(f"/admin/interviews/scorecard/together/?notes={talk.scorecard.pk}").status_code == 403
    assert client.get(f"/admin/interviews/decision/batch/{uuid4()}/").status_code == 403


def test_a_stale_decision_is_told_so_and_keeps_what_was_typed(client: Client) -> None:
    now = clock.now()
    talk = a_held_talk(now, notes={"private_note": "Brave."})
    page = f"/admin/interviews/decision/add/?interview={talk.pk}"
    assert "Brave." in client.get(page).content.decode()
    reviews.decide(talk, outcome=Outcome.HOLD, actor=make_user(Role.PROGRAM_STAFF), at=now)
    said = {
        "interview": talk.pk,
        "outcome": "advance",
        "reply": "Typed with care.",
        "reason": "",
        "reapply_from": "",
    }
    told = client.post(page, said)
    assert told.status_code == 200
    assert "Somebody else has already decided this one" in told.content.decode()
    assert "Typed with care." in told.content.decode()
    other = a_held_talk(now)
    decided = client.post("/admin/interviews/decision/add/", {**said, "interview": other.pk}, follow=True)
    assert "Until then you can take it back." in decided.content.decode()
    assert Decision.objects.filter(outcome="advance").get().interview == other


def test_the_history_of_a_person_tells_of_what_was_taken_back(client: Client, staff: User) -> None:
    now = clock.now()
    talk = a_held_talk(now, candidate=named("Told", now))
    undo(reviews.decide(talk, outcome=Outcome.HOLD, actor=staff, at=now), actor=staff, at=now)
    notes = client.get(f"/admin/interviews/scorecard/{talk.scorecard.pk}/change/").content.decode()
    history = f"/admin/candidates/candidate/{talk.candidate_id}/history/"
    assert history in notes
    assert "hold → taken back" in client.get(history).content.decode()


def test_overdue_and_handed_over_talks_are_lists_of_their_own(client: Client) -> None:
    now = clock.now()
    for name, days in (("Fresh", 1), ("Overdue", 3), ("Ours", 6)):
        a_talk(now, candidate=named(name, now), starts_at=now - days * DAY)
    for asked, wanted in (("missing", 3), ("overdue", 2), ("ours", 1)):
        page = client.get(f"/admin/interviews/interview/?notes={asked}").content.decode()
        assert len(people_in(page)) == wanted, asked
    assert people_in(client.get("/admin/interviews/interview/?notes=overdue&wait=4").content.decode()) == [
        "Ours"
    ]
