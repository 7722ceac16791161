"""Notes are kept as they are typed, never over newer ones, and handed in on one screen."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core import clock
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.reminders import write_due
from interviews import reviews
from interviews.criteria import all_rated, ever_rated, lowest
from interviews.drafts import Newer, as_typed, save_draft
from interviews.enums import Criterion
from interviews.models import Interview, NotesDraft, Scorecard
from interviews.overdue import CHASED_AFTER, CHASED_AGAIN_AFTER, HANDED_OVER_AFTER, handed_over
from tests.factories.people import make_candidate, make_user
from tests.interviews.talked import RATINGS as THREES
from tests.interviews.talked import a_held_talk, a_talk
from tests.ops.test_access import sign_in

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def keep(talk: Interview, text: str, *, seen: int, window: str, at: datetime) -> NotesDraft:
    actor = talk.interviewer.user
    return save_draft(talk, {"private_note": text}, seen=seen, window=window, actor=actor, at=at)


def test_each_saving_is_a_version_and_the_same_again_is_none(now: datetime) -> None:
    talk = a_talk(now)
    assert keep(talk, "a", seen=0, window="A", at=now).version == 1
    assert keep(talk, "ab", seen=1, window="A", at=now).version == 2
    assert keep(talk, "ab", seen=2, window="A", at=now).version == 2


def test_a_window_that_never_heard_the_answer_goes_on(now: datetime) -> None:
    talk = a_talk(now)
    keep(talk, "a", seen=0, window="A", at=now)
    assert keep(talk, "ab", seen=0, window="A", at=now).content == {"private_note": "ab"}


def test_a_stale_window_does_not_write_over_newer_notes(now: datetime) -> None:
    talk = a_talk(now)
    keep(talk, "a", seen=0, window="A", at=now)
    keep(talk, "newer", seen=1, window="B", at=now)
    with pytest.raises(Newer) as newer:
        keep(talk, "older", seen=1, window="A", at=now)
    assert newer.value.draft.content == {"private_note": "newer"}
    assert NotesDraft.objects.get().content == {"private_note": "newer"}
    assert keep(talk, "meant", seen=2, window="A", at=now).version == 3


def test_notes_are_written_by_the_interviewer_and_by_staff_until_they_are_in(now: datetime) -> None:
    talk = a_talk(now)
    for actor in (make_user(Role.INTERVIEWER), talk.candidate.user):
        with pytest.raises(NotPermitted):
            save_draft(talk, {}, seen=0, window="", actor=actor, at=now)
    save_draft(talk, {"private_note": "x"}, seen=0, window="", actor=make_user(Role.PROGRAM_STAFF), at=now)
    notes = {"recommendation": "advance", "note_to_candidate": "Go on.", **THREES}
    reviews.hand_in_notes(talk, actor=talk.interviewer.user, at=now, **notes)
    assert not NotesDraft.objects.exists()
    with pytest.raises(Refused, match="in already"):
        keep(talk, "late", seen=1, window="A", at=now)
    with pytest.raises(Refused, match="does not take place"):
        keep(a_talk(now, status="cancelled"), "x", seen=0, window="A", at=now)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3),
)
KEYS = st.sampled_from(
    [*Criterion.values, "reason_evidence", "flags", "recommendation", "private_note", "seen"]
)


@given(said=st.dictionaries(KEYS | st.text(max_size=8), ANYTHING, max_size=8))
def test_whatever_is_sent_only_what_notes_can_hold_is_kept(said: dict[str, Any]) -> None:
    kept = as_typed(said)
    assert as_typed(kept) == kept
    json.dumps(kept)
    assert all(0 <= kept[code] <= 4 for code in Criterion.values if code in kept)
    assert "seen" not in kept
    assert "\x00" not in "".join(text for text in kept.values() if isinstance(text, str))


def page_of(talk: Interview, part: str = "") -> str:
    return f"/interviews/{talk.public_id}/notes/{part}"


def send(client: Client, talk: Interview, said: Any) -> Any:
    return client.post(page_of(talk, "draft/"), json.dumps(said), content_type="application/json")


def test_what_the_page_sends_is_answered_with_the_version_or_with_what_stands_there() -> None:
    talk = a_talk(clock.now())
    client = sign_in(talk.interviewer.user)
    assert send(client, talk, {"private_note": "a", "seen": 0, "window": "A"}).json()["version"] == 1
    stale = send(client, talk, {"private_note": "b", "seen": 0, "window": "B"})
    assert (stale.status_code, stale.json()["version"]) == (409, 1)
    for nonsense in ("[]", "{", "null", '"x"'):
        answer = client.post(page_of(talk, "draft/"), nonsense, content_type="application/json")
        assert answer.status_code == 400
    odd = {"seen": "-1", "window": ["x"], "reason": 9, "flags": "safety", "private_note": "y" * 300_000}
    assert send(client, talk, odd).status_code == 400
    assert NotesDraft.objects.get().content == {"private_note": "a"}


def filled(**more: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid4()),
        "seen": 0,
        "window": "A",
        "recommendation": "hold",
        "note_to_candidate": "Three steps.",
        "flags": ["deadline", "safety"],
        **THREES,
        **more,
    }


def test_one_screen_shows_the_agenda_and_hands_in_everything() -> None:
    talk = a_talk(
        clock.now(), candidate=make_candidate(now=clock.now(), stage="introduced", topics=["training"])
    )
    client = sign_in(talk.interviewer.user)
    page = client.get(page_of(talk)).content.decode()
    for words in ("Welcome: who you are", "Do not rate charm", "Training", "leads or serves; names helpers"):
        assert words in page
    assert client.post(page_of(talk), filled(reason="")).status_code == 422
    assert (
        client.post(page_of(talk), filled(reason_evidence="A crossing", private_note="Shy.")).status_code
        == 302
    )
    notes = Scorecard.objects.get()
    assert (notes.recommendation, notes.flags, notes.reason_evidence) == (
        "hold",
        ["deadline", "safety"],
        "A crossing",
    )
    assert client.get(page_of(talk)).status_code == 302


def test_without_scripts_notes_are_saved_for_later_and_what_was_typed_is_there_again() -> None:
    talk = a_talk(clock.now())
    client = sign_in(talk.interviewer.user)
    assert client.post(page_of(talk), filled(later="yes", reason="", private_note="Half")).status_code == 302
    page = client.get(page_of(talk)).content.decode()
    assert "Half" in page
    assert 'value="1"' in page
    stale = client.post(page_of(talk), filled(later="yes", window="B", private_note="Other"))
    assert stale.status_code == 422
    assert "Half" in stale.content.decode()
    assert "Other" in stale.content.decode()
    assert NotesDraft.objects.get().content["private_note"] == "Half"


def test_a_stale_page_that_hands_in_is_told_first_and_believed_the_second_time() -> None:
    talk = a_talk(clock.now())
    keep(talk, "Newer", seen=0, window="B", at=clock.now())
    client = sign_in(talk.interviewer.user)
    told = client.post(page_of(talk), filled())
    assert (told.status_code, Scorecard.objects.exists()) == (422, False)
    assert "Newer" in told.content.decode()
    assert 'name="seen" value="1"' in told.content.decode()
    assert client.post(page_of(talk), filled(seen=1)).status_code == 302
    assert Scorecard.objects.exists()


@pytest.mark.parametrize("part", ["notes/", "brief/"])
def test_a_talk_is_opened_by_its_interviewer_and_by_staff_but_not_by_those_whom_it_is_about(
    part: str,
) -> None:
    staff = make_user(Role.PROGRAM_STAFF)
    now = clock.now()
    talk = a_talk(now)
    mine = a_talk(now, candidate=make_candidate(now=now, user=staff, stage="introduced"))
    for user, about, status in (
        (talk.interviewer.user, talk, 200),
        (staff, talk, 200),
        (staff, mine, 404),
        (make_user(Role.INTERVIEWER), talk, 404),
        (talk.candidate.user, talk, 403),
    ):
        assert sign_in(user).get(f"/interviews/{about.public_id}/{part}").status_code == status


def test_the_brief_tells_under_the_limit_or_not_and_never_the_birth_date(now: datetime) -> None:
    talk = a_talk(clock.now())
    page = sign_in(talk.interviewer.user).get(f"/interviews/{talk.public_id}/brief/").content.decode()
    assert "Under 35 on election day" in page
    assert "1998" not in page


def test_ratings_are_settings_and_one_that_is_off_is_neither_asked_nor_wanted(
    now: datetime, settings: Settings
) -> None:
    assert list(settings.PROGRAM_RATINGS) == Criterion.values
    settings.PROGRAM_RATINGS = {"reason": ("Courage", "none", "some", "plenty"), "roots": "off"}
    asked = all_rated()
    assert [one.code for one in asked] == ["reason", "grasp", "time", "asking", "learning"]
    assert [str(label) for _n, label in asked[0].choices] == ["0 · none", "1", "2 · some", "3", "4 · plenty"]
    talk = a_talk(now)
    page = sign_in(talk.interviewer.user).get(page_of(talk)).content.decode()
    assert "Courage" in page
    assert "few ties" not in page
    some = {code: 2 for code in THREES if code != "roots"}
    with pytest.raises(Refused, match="ratings"):
        reviews.hand_in_notes(
            talk, actor=talk.interviewer.user, at=now, note_to_candidate="x", recommendation="hold"
        )
    notes = reviews.hand_in_notes(
        talk, actor=talk.interviewer.user, at=now, note_to_candidate="x", recommendation="hold", **some
    )
    assert (notes.roots, lowest(notes)) == (None, 2)
    older = a_held_talk(now).scorecard
    assert "roots" in [one.code for one in ever_rated(older)]
    assert "roots" not in [one.code for one in ever_rated(notes)]


def kinds_written() -> list[str]:
    written = OutgoingMessage.objects.filter(kind__startswith="scorecard_").order_by("pk")
    return [kind.removeprefix("scorecard_") for kind in written.values_list("kind", flat=True)]


def test_overdue_notes_are_asked_for_twice_and_then_handed_over_to_staff(now: datetime) -> None:
    talk = a_talk(now, starts_at=now)
    staff = make_user(Role.PROGRAM_STAFF)
    ours = "/admin/interviews/interview/?notes=ours"
    moments = [
        (CHASED_AFTER, ["overdue"]),
        (CHASED_AGAIN_AFTER, ["overdue", "overdue_again"]),
        (HANDED_OVER_AFTER, ["overdue", "overdue_again", "handed_over"]),
    ]
    for after, kinds in moments:
        write_due(now=talk.ends_at + after - SECOND)
        assert kinds_written() == kinds[:-1]
        write_due(now=talk.ends_at + after)
        assert kinds_written() == kinds
    waiting = Interview.objects.visible_to(staff)
    assert not waiting.filter(handed_over(talk.ends_at + HANDED_OVER_AFTER - SECOND)).exists()
    assert waiting.filter(handed_over(talk.ends_at + HANDED_OVER_AFTER)).get() == talk
    ended = clock.now() - timedelta(days=6)
    Interview.objects.update(starts_at=ended - SECOND, ends_at=ended)
    client = sign_in(staff)
    assert ours in client.get("/staff/").content.decode()
    assert page_of(talk) in client.get(ours).content.decode()
    assert client.post(page_of(talk), filled()).status_code == 302
    assert Scorecard.objects.get().submitted_by == staff
