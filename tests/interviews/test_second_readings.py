"""A sample of the notes is read again by somebody who does not know, and cannot find out, whose they are."""

import re
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.rendering import render
from core.privacy.exporting import sections_of
from interviews.masking import MASK, mask, plain, words_of
from interviews.models import Interview, Interviewer, SecondReading
from interviews.readings import ask_for_readings, is_sampled, pass_on, read
from tests.factories.people import make_candidate, make_interviewer, make_user
from tests.interviews.talked import RATINGS, a_held_talk, a_talk
from tests.ops.test_access import sign_in

HIDDEN = {"first_name": "Zephyrine", "last_name": "Quokkasdóttir", "email": "zquokka77@wombat.example"}
HEARD = {
    "reason_evidence": "Zephyrine saw a crossing; quokkasdottir's own street.",
    "roots_evidence": "Leads @zephq_runs and ZephyrineForCouncil, see zephyrine-runs.com",
    "grasp_evidence": "Call her on +1 (512) 555-0147 or zquokka77 (at) wombat.example",
    "note_to_candidate": "Dear ZEPHYRINE,\nask three neighbours. #QuokkasdottirForMayor",
    "private_note": "ZephyrineQuokkasdottir is known here. Marmaduke thinks so.",
}
TELLS = re.compile(r"zeph|quokka|wombat|555-?0147|marmaduke|fotherington", re.IGNORECASE)
WORDS = st.text(st.characters(categories=["L", "M"]), min_size=2, max_size=12).filter(
    lambda w: list(words_of(w))
)


@pytest.fixture
def reading(now: datetime, db: None, settings: Settings) -> SecondReading:
    settings.PROGRAM_SECOND_READINGS = 100
    interviewer = make_interviewer()
    User.objects.filter(pk=interviewer.user_id).update(first_name="Marmaduke", last_name="Fotherington")
    interviewer.refresh_from_db()
    candidate = make_candidate(now=now, user=make_user(**HIDDEN), stage="interviewed")
    a_held_talk(now, candidate=candidate, interviewer=interviewer, notes=HEARD)
    make_interviewer()
    assert ask_for_readings(now=now) == 1
    found: SecondReading = SecondReading.objects.get()
    return found


def reader_of(reading: SecondReading) -> User:
    assert reading.reader is not None
    user: User = reading.reader.user
    return user


def test_the_reader_is_somebody_who_has_never_met_them(reading: SecondReading) -> None:
    assert reader_of(reading) != Interview.objects.get().interviewer.user
    assert not Interview.objects.filter(interviewer=reading.reader).exists()


# The same for everybody, and long.
ELSEWHERE = (
    "/accounts/", "/static/", "/offices/", "/training/", "/signup/", "/me/", "/preferences/", "/admin/scheduling/",
    "/privacy/", "/mail/", "/styleguide/",
)  # fmt: skip


def opened_by_following_every_link(client: Client, start: str) -> dict[str, str]:
    """Every page that one can reach from `start`, by links and by forms' addresses."""
    found: dict[str, str] = {}
    waiting = [start]
    while waiting:
        url = waiting.pop()
        if url in found or url.startswith(ELSEWHERE):
            continue
        answer = client.get(url, follow=True)
        found[url] = answer.content.decode(errors="replace") if "text" in answer["Content-Type"] else ""
        waiting += [link.split("#")[0] for link in re.findall(r'(?:href|action)="(/[^"#]*)', found[url])]
    return found


@pytest.mark.slow
def test_no_page_that_a_reader_can_open_tells_whose_notes_they_are(
    reading: SecondReading, now: datetime
) -> None:
    reader = reader_of(reading)
    client = sign_in(reader)
    pages = opened_by_following_every_link(client, "/interviews/mine/")
    pages |= opened_by_following_every_link(client, "/staff/")
    pages |= opened_by_following_every_link(client, "/admin/")
    own = f"/interviews/readings/{reading.public_id}/"
    assert own in pages
    assert "crossing" in pages[own]
    assert MASK in pages[own]
    assert {url: TELLS.findall(page) for url, page in pages.items() if TELLS.search(page)} == {}
    assert len(pages) > 15


def test_histories_and_records_are_closed_to_the_reader(reading: SecondReading) -> None:
    client = sign_in(reader_of(reading))
    notes, talk = reading.scorecard, reading.scorecard.interview
    for model, row in (
        ("candidates_candidate", talk.candidate),
        ("interviews_interview", talk),
        ("interviews_scorecard", notes),
        ("interviews_secondreading", reading),
        ("interviews_decision", reading),
    ):
        for page in ("change", "history"):
            answer = client.get(reverse(f"admin:{model}_{page}", args=[row.pk]), follow=True)
            assert not TELLS.search(answer.content.decode()), (model, page)
            assert answer.status_code == 403 or answer.redirect_chain, (model, page)
    for page in ("brief", "notes"):
        assert client.get(f"/interviews/{talk.public_id}/{page}/").status_code == 404


def test_neither_the_mail_nor_the_export_nor_the_history_of_the_reading_tells(
    reading: SecondReading, now: datetime
) -> None:
    mail = OutgoingMessage.objects.get(kind="second_reading")
    rendered = render(mail)
    told = [rendered.subject, rendered.text, rendered.html, str(mail.context), mail.key, str(reading)]
    reader = reader_of(reading)
    read(reading, ratings=RATINGS, recommendation="hold", actor=reader, at=now)
    told.append(str(list(sections_of(reader))))
    told += [str(row) for row in reading.events.values()]
    assert not TELLS.search(" ".join(told))
    assert "second" in told[0].lower() or "notes" in told[0].lower()


def test_the_second_reader_sees_neither_ratings_nor_recommendation_of_the_first(
    reading: SecondReading,
) -> None:
    page = sign_in(reader_of(reading)).get(f"/interviews/readings/{reading.public_id}/").content.decode()
    assert "checked" not in page
    assert page.count('role="radiogroup"') == 7


def test_a_reading_is_handed_in_once_and_by_its_reader_only(reading: SecondReading, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        read(reading, ratings=RATINGS, recommendation="hold", actor=make_user(Role.PROGRAM_STAFF), at=now)
    with pytest.raises(Refused, match="each of the ratings"):
        read(reading, ratings={}, recommendation="hold", actor=reader_of(reading), at=now)
    client = sign_in(reader_of(reading))
    page = f"/interviews/readings/{reading.public_id}/"
    form = {"form_key": str(uuid4()), "recommendation": "hold", **RATINGS}
    assert client.post(page, {**form, "reason": "5"}).status_code == 422
    assert client.post(page, form).status_code == 302
    with pytest.raises(Refused, match="already"):
        read(reading, ratings=RATINGS, recommendation="advance", actor=reader_of(reading), at=now)
    assert SecondReading.objects.get().recommendation == "hold"


def test_whoever_recognises_them_gives_it_to_somebody_else_and_never_gets_it_again(
    reading: SecondReading, now: datetime
) -> None:
    first = reader_of(reading)
    third = make_interviewer()
    assert (
        sign_in(first)
        .post(f"/interviews/readings/{reading.public_id}/pass/", {"form_key": str(uuid4())})
        .status_code
        == 302
    )
    reading.refresh_from_db()
    assert reading.reader == third
    pass_on(reading, actor=third.user, now=now)
    reading.refresh_from_db()
    assert reading.reader is None
    assert ask_for_readings(now=now) == 0
    fourth = make_interviewer()
    assert ask_for_readings(now=now) == 1
    reading.refresh_from_db()
    assert reading.reader == fourth


def test_readings_go_round_and_to_nobody_who_met_the_candidate(
    now: datetime, db: None, settings: Settings
) -> None:
    settings.PROGRAM_SECOND_READINGS = 100
    writer, met, free, other = (make_interviewer() for _ in range(4))
    for _ in range(4):
        candidate = make_candidate(now=now, stage="interviewed")
        a_talk(now, candidate=candidate, interviewer=met, status="cancelled")
        a_held_talk(now, candidate=candidate, interviewer=writer)
    assert ask_for_readings(now=now) == 4
    assert ask_for_readings(now=now + timedelta(hours=1)) == 0
    given_to = Counter(SecondReading.objects.values_list("reader", flat=True))
    assert given_to == {free.pk: 2, other.pk: 2}


def test_what_somebody_had_who_left_is_given_to_somebody_else(reading: SecondReading, now: datetime) -> None:
    Interviewer.objects.filter(pk=reading.reader_id).update(is_active=False)
    third = make_interviewer()
    assert ask_for_readings(now=now) == 1
    reading.refresh_from_db()
    assert reading.reader == third


@pytest.mark.parametrize("share", [0, 100])
def test_all_or_nothing_is_sampled_at_the_ends(share: int) -> None:
    assert {is_sampled(uuid4(), of_a_hundred=share) for _ in range(50)} == {share == 100}


@given(talk=st.uuids(version=4), low=st.integers(0, 100), more=st.integers(0, 100))
def test_a_larger_sample_holds_the_smaller_one(talk: UUID, low: int, more: int) -> None:
    if is_sampled(talk, of_a_hundred=low):
        assert is_sampled(talk, of_a_hundred=min(100, low + more))


def test_about_one_in_ten_is_sampled() -> None:
    hits = sum(is_sampled(UUID(int=number), of_a_hundred=10) for number in range(3_000))
    assert 200 < hits < 400


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ann said so", "▇▇▇ said so"),
        ("ANN’s and ann's plan", "▇▇▇’s and ▇▇▇'s plan"),
        ("an annual plan in Annapolis", "an annual plan in Annapolis"),
        ("Ann-Marie López-Vega", "▇▇▇-Marie ▇▇▇-▇▇▇"),
        ("the Lopezs and los López", "the ▇▇▇ and los ▇▇▇"),
        ("AnnLopez2026 annlopez", "▇▇▇ ▇▇▇"),
        ("TeamLopez wins", "▇▇▇ wins"),
        ("mail ann@x.org or see x.org/ann", "mail ▇▇▇ or see ▇▇▇"),
        ("tel. 512-555-0147, room 204, in 2026", "tel. ▇▇▇, room 204, in 2026"),
        ("Lo\u0301pez, Lo\u00adpez", "▇▇▇, ▇▇▇"),
        ("on Instagram @annl.v and #ann4council", "on Instagram ▇▇▇ and ▇▇▇"),
    ],
)
def test_names_and_addresses_are_masked_in_text(text: str, left: str) -> None:
    assert mask(text, names=["Ann", "López Vega"]) == left


@given(
    first=WORDS, last=WORDS, before=st.text(max_size=20), after=st.text(max_size=20), how=st.integers(0, 5)
)
def test_no_name_survives_however_it_is_written(
    first: str, last: str, before: str, after: str, how: int
) -> None:
    name = (first, last, first.upper(), last.lower(), f"{first} {last}", f"{last}s")[how]
    left = mask(f"{before} {name} {after}", names=[first, last])
    words = {word for given in (first, last) for word in words_of(given)}
    assert not words & {plain(word) for word in re.findall(r"\w+", left)}
