"""Texts: to whom agreed to them, short, not at night, once, and gone when they want no more of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.conf import settings as configured
from hypothesis import given
from hypothesis import strategies as st

from candidates.models import Candidate
from core.outbox import texts
from core.outbox.enums import Channel, Status, Suppressed
from core.outbox.gsm import ONE, fits, fold, length
from core.outbox.models import OutgoingMessage, Suppression
from core.outbox.reminders import upcoming, write_due
from core.outbox.sending import send_due
from core.outbox.suppression import key_of_phone, suppress
from core.outbox.timing import QUIET_FROM, QUIET_UNTIL, waking
from interviews import intro_calls
from interviews.models import Interview
from tests.factories.people import introduce, make_call, make_candidate, make_user, talk_with
from tests.provider_stand_in import Answer, Provider, provider

pytestmark = pytest.mark.slow

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
HOUR = timedelta(hours=1)
NUMBER = "+15125550123"
TAKEN = Answer(201, '{"sid": "SM1", "status": "queued"}')


def at(text: str, zone: str = "America/New_York") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


# Quiet hours


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-06-01 20:59:59", "2026-06-01 20:59:59"),
        ("2026-06-01 20:59:59.999999", "2026-06-01 20:59:59.999999"),
        ("2026-06-01 21:00:00", "2026-06-02 08:00:00"),
        ("2026-06-02 00:00:00", "2026-06-02 08:00:00"),
        ("2026-06-02 07:59:59", "2026-06-02 08:00:00"),
        ("2026-06-02 08:00:00", "2026-06-02 08:00:00"),
        # Clocks go forward, and back, in the night between.
        ("2026-03-07 21:00:00", "2026-03-08 08:00:00"),
        ("2026-03-08 01:59:59", "2026-03-08 08:00:00"),
        ("2026-10-31 21:00:00", "2026-11-01 08:00:00"),
        ("2026-11-01 01:30:00", "2026-11-01 08:00:00"),
        ("2026-12-31 23:00:00", "2027-01-01 08:00:00"),
    ],
)
def test_a_text_waits_for_eight_from_nine_on(moment: str, allowed: str) -> None:
    assert waking(at(moment), "America/New_York") == at(allowed)


def test_a_night_is_an_hour_shorter_and_longer_where_clocks_change() -> None:
    for day, hours in (("2026-03-07", 10), ("2026-10-31", 12), ("2026-06-01", 11)):
        begins = at(f"{day} 21:00:00")
        assert waking(begins, "America/New_York") - begins == hours * HOUR


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2000, 1, 1), date(2037, 12, 31)),
    clock=st.one_of(
        st.times(), st.sampled_from([QUIET_FROM, QUIET_UNTIL, time(20, 59, 59), time(7, 59, 59)])
    ),
)
def test_in_every_zone_no_text_comes_at_night_and_none_waits_longer_than_one(
    zone: str, day: date, clock: time
) -> None:
    moment = datetime.combine(day, clock, tzinfo=UTC)
    allowed = waking(moment, zone)
    assert QUIET_UNTIL <= allowed.astimezone(ZoneInfo(zone)).time() < QUIET_FROM
    assert moment <= allowed <= moment + 13 * HOUR
    assert waking(allowed, zone) == allowed
    if allowed > moment:
        before = (allowed - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).time()
        assert not QUIET_UNTIL <= before < QUIET_FROM


# The alphabet


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("mañana a las 8:00 p. m.", "mañana a las 8:00 p. m."),
        ("conversación, ¿aquí?", "conversacion, ¿aqui?"),
        ("“Ann’s” – it’s…", "\"Ann's\" - it's..."),
        ("Zoë Łukasz", "Zoe Łukasz"),
        ("王", "王"),
    ],
)
def test_accents_that_would_halve_the_room_are_left_out(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_keeps_what_fits_and_is_done_at_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    if fits(text):
        assert fold(text) == text


# Sending


@pytest.fixture
def twilio(settings: Any) -> Iterator[Provider]:
    with provider() as server:
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "0" * 32, "t" * 32
        settings.TWILIO_FROM, settings.TWILIO_API_URL = "+15125550100", server.url
        server.answer = TAKEN
        yield server


@pytest.fixture
def talk(db: None, now: datetime) -> Interview:
    """A talk at 15:00 in New York, the day after tomorrow, of somebody who agreed to texts."""
    candidate = make_candidate(now=now, user=make_user(time_zone="America/New_York"))
    introduce(candidate, now=now)
    agree(candidate, now)
    return moved(talk_with(candidate, now=now), at("2026-06-03 15:00"))


def moved(talk: Interview, starts_at: datetime) -> Interview:
    known = starts_at - timedelta(days=30)
    changes = {"starts_at": starts_at, "ends_at": starts_at + HOUR, "status": "booked", "booked_at": known}
    Interview.objects.filter(pk=talk.pk).update(**changes)
    OutgoingMessage.objects.all().delete()
    talk.refresh_from_db()
    return talk


def agree(candidate: Candidate, now: datetime) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(phone=NUMBER, text_consented_at=now)


def text_of(kind: str) -> OutgoingMessage:
    return OutgoingMessage.objects.get(kind=kind)


def written(moment: datetime) -> list[str]:
    write_due(now=moment)
    return sorted(OutgoingMessage.objects.filter(channel=Channel.TEXT).values_list("kind", flat=True))


def test_a_day_and_an_hour_before_a_talk_who_agreed_is_texted(twilio: Provider, talk: Interview) -> None:
    day, hour = talk.starts_at - 24 * HOUR, talk.starts_at - HOUR
    assert written(day) == ["text_talk_tomorrow"]
    send_due(now=day)
    (asked,) = twilio.asked
    assert asked.path == f"/2010-04-01/Accounts/{configured.TWILIO_ACCOUNT_SID}/Messages.json"
    assert (asked.form["To"], asked.form["From"]) == (NUMBER, "+15125550100")
    assert asked.form["Body"].startswith("Run for Something: tomorrow at 3:00 PM EDT you talk with")
    assert asked.form["Body"].endswith("Reply STOP to end.")
    assert text_of("text_talk_tomorrow").status == Status.SENT
    assert written(hour) == ["text_talk_soon", "text_talk_tomorrow"]
    send_due(now=hour)
    assert len(twilio.asked) == 2
    assert twilio.connections == 1


def test_an_hour_before_an_intro_call_too(twilio: Provider, db: None, now: datetime) -> None:
    candidate = make_candidate(now=now)
    agree(candidate, now)
    call = make_call(starts_at=at("2026-06-03 15:00"))
    intro_calls.register(candidate, call, now=now)
    assert written(call.starts_at - HOUR) == ["text_intro_call_soon"]
    send_due(now=call.starts_at - HOUR)
    assert "the intro call begins at 2:00 PM CDT." in twilio.asked[0].form["Body"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_text_fits_into_one_and_says_how_to_end_them(
    talk: Interview, language: str, now: datetime
) -> None:
    user = talk.interviewer.user
    user.first_name = "Maximiliana Concepción"
    user.save()
    seat = intro_calls.register(make_candidate(now=now), make_call(starts_at=talk.starts_at), now=now)
    for kind, name, about in (
        ("text_talk_tomorrow", "interview", talk),
        ("text_talk_soon", "interview", talk),
        ("text_intro_call_soon", "registration", seat),
    ):
        message = OutgoingMessage(
            kind=kind, recipient=talk.candidate.user, channel=Channel.TEXT, language=language
        )
        message.context = {name: str(about.public_id)}
        body = texts.render(message).text
        assert fits(body), body
        assert length(body) <= ONE, body
        assert "STOP" in body
        assert "\n" not in body


@pytest.mark.parametrize("change", [{"text_consented_at": None}, {"phone": ""}])
def test_who_did_not_agree_or_gave_no_number_is_not_texted(
    twilio: Provider, talk: Interview, change: dict[str, Any]
) -> None:
    Candidate.objects.update(**change)
    assert written(talk.starts_at - 24 * HOUR) == []


def test_who_takes_it_back_before_it_leaves_is_not_texted(twilio: Provider, talk: Interview) -> None:
    day = talk.starts_at - 24 * HOUR
    written(day)
    Candidate.objects.update(text_consented_at=None)
    send_due(now=day)
    message = text_of("text_talk_tomorrow")
    assert (message.status, message.failure, twilio.asked) == (Status.CANCELLED, "no_consent", [])


def test_without_somebody_who_carries_them_texts_are_not_offered_and_nothing_breaks(talk: Interview) -> None:
    day = talk.starts_at - 24 * HOUR
    assert written(day) == []
    assert "text_talk_soon" not in {one.kind for one in upcoming(now=day, until=day + 48 * HOUR)}
    assert OutgoingMessage.objects.filter(kind="interview_tomorrow_candidate").exists()


def test_who_answered_stop_is_texted_no_more_and_mailed_as_before(twilio: Provider, talk: Interview) -> None:
    day = talk.starts_at - 24 * HOUR
    suppress([key_of_phone(NUMBER)], Suppressed.STOPPED, at=day, channel=Channel.TEXT)
    written(day)
    send_due(now=day)
    assert (text_of("text_talk_tomorrow").failure, twilio.asked) == ("stopped", [])
    assert text_of("interview_tomorrow_candidate").status == Status.SENT


@pytest.mark.parametrize(("starts", "sent_at"), [("08:11", "08:00"), ("09:00", "08:00"), ("21:59", "20:59")])
def test_a_text_due_in_the_night_goes_in_the_morning_if_it_is_still_worth_it(
    twilio: Provider, talk: Interview, starts: str, sent_at: str
) -> None:
    moved(talk, at(f"2026-06-05 {starts}"))
    due = talk.starts_at - HOUR
    written(due)
    send_due(now=due)
    message = text_of("text_talk_soon")
    allowed = at(f"2026-06-05 {sent_at}")
    if allowed > due:
        assert (message.status, message.not_before, message.failure) == (Status.DUE, allowed, "quiet hours")
        send_due(now=allowed - timedelta(seconds=1))
        assert twilio.asked == []
        send_due(now=allowed)
    message.refresh_from_db()
    assert (message.status, message.failure) == (Status.SENT, "")


@pytest.mark.parametrize("starts", ["07:30", "08:10", "22:00"])
def test_one_that_would_come_too_late_is_dropped_and_says_so(
    twilio: Provider, talk: Interview, starts: str
) -> None:
    moved(talk, at(f"2026-06-05 {starts}"))
    written(talk.starts_at - HOUR)
    send_due(now=talk.starts_at - HOUR)
    message = text_of("text_talk_soon")
    assert (message.status, message.failure) == (Status.EXPIRED, "quiet hours")
    assert twilio.asked == []


@pytest.mark.parametrize(
    ("answer", "becomes", "failure"),
    [
        (Answer(400, '{"code": 21610, "message": "x", "status": 400}'), Status.FAILED, "stopped"),
        (Answer(400, '{"code": 21211, "message": "x", "status": 400}'), Status.FAILED, "bounced"),
        (Answer(400, '{"code": 21617, "message": "x", "status": 400}'), Status.FAILED, "twilio_21617"),
        (Answer(401, '{"code": 20003, "message": "x", "status": 401}'), Status.DUE, "twilio_20003"),
        (Answer(429, '{"code": 20429, "message": "x", "status": 429}'), Status.DUE, "twilio_20429"),
        (Answer(503, "away"), Status.DUE, "twilio_503"),
    ],
)
def test_what_twilio_refuses_for_ever_stops_and_the_rest_is_tried_again(
    twilio: Provider, talk: Interview, answer: Answer, becomes: Status, failure: str
) -> None:
    day = talk.starts_at - 24 * HOUR
    written(day)
    twilio.answer = answer
    send_due(now=day)
    message = text_of("text_talk_tomorrow")
    assert (message.status, message.failure) == (becomes, failure)
    listed = list(Suppression.objects.values_list("channel", "reason"))
    assert listed == ([("text", failure)] if failure in ("stopped", "bounced") else [])


def test_one_that_hangs_is_given_up_in_time_and_asked_again_later(
    twilio: Provider, talk: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert texts.TIMEOUT_SECONDS == 10
    monkeypatch.setattr(texts, "TIMEOUT_SECONDS", 0.2)
    day = talk.starts_at - 24 * HOUR
    written(day)
    twilio.hangs = True
    send_due(now=day)
    assert (text_of("text_talk_tomorrow").status, len(twilio.asked)) == (Status.DUE, 1)


def test_a_real_site_is_told_what_became_of_a_text_by_a_service_of_numbers(
    twilio: Provider, talk: Interview, settings: Any
) -> None:
    settings.TWILIO_FROM, settings.ORG_SITE_URL = "MG" + "1" * 32, "https://run.example.org"
    day = talk.starts_at - 24 * HOUR
    written(day)
    send_due(now=day)
    form = twilio.asked[0].form
    assert form["MessagingServiceSid"] == "MG" + "1" * 32
    back = urlsplit(form["StatusCallback"])
    assert (back.netloc, back.path) == ("run.example.org", "/webhooks/texts/status/")
    assert parse_qs(back.query) == {"message": [str(text_of("text_talk_tomorrow").public_id)]}
