"""The staff's pages for messages: what went out, what will, how it reads, and what stops or repeats it."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.desk import foreseen
from core.outbox.enums import Status, Step, Suppressed
from core.outbox.links import chooser_of, token_of
from core.outbox.models import Hold, Intervention, OutgoingMessage
from core.outbox.reminders import upcoming, write_due
from core.outbox.rendering import render
from core.outbox.sending import send_due
from core.outbox.services import enqueue, enqueue_sealed
from core.outbox.suppression import key_of_address, suppress
from core.privacy import hiding
from interviews import intro_calls
from interviews.models import Registration
from tests.factories.people import make_call, make_candidate, make_user
from tests.faults.at_once import accepted, at_once
from tests.ops.test_access import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(hours=24)
SECRET = "483920"


@pytest.fixture
def sasha() -> User:
    return make_user(Role.PROGRAM_STAFF, first_name="Sasha", email="sasha@example.org")


@pytest.fixture
def desk(sasha: User) -> Client:
    return sign_in(sasha)


@pytest.fixture
def ann() -> User:
    return make_user(first_name="Annabel", last_name="Quokka", email="annabel@example.org")


def invite(user: User, key: str = "one", **fields: Any) -> OutgoingMessage:
    enqueue("intro_call_invitation", user, key=key, not_before=clock.now() - DAY)
    OutgoingMessage.objects.filter(key=key).update(**fields)
    return OutgoingMessage.objects.get(key=key)


def seal(user: User | None) -> OutgoingMessage:
    return enqueue_sealed(
        "account_mail",
        to_address="annabel@example.org",
        recipient=user,
        subject="Code",
        text=SECRET,
        html=SECRET,
    )


def page_of(message: OutgoingMessage) -> str:
    return reverse("desk:message", args=[message.public_id])


def shown(answer: Any) -> set[str]:
    return {message.key for message in answer.context["page"].rows}


class TestWhatWentOut:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", {"sent", "failed", "other"}),
            ("?who=annabel%40exa", {"sent", "failed"}),
            ("?who=Quok", {"sent", "failed"}),
            ("?who=anna+quokka", {"sent", "failed"}),
            ("?who=nobody", set()),
            ("?status=failed", {"failed"}),
            ("?kind=funding_open", {"other"}),
            ("?lane=bulk", set()),
            ("?day=2026-03-07", {"sent"}),
            ("?day=2026-03-08", {"other"}),
            ("?status=broken", set()),
            ("?day=yesterday", set()),
        ],
    )
    def test_messages_are_found_by_person_and_mail_kind_status_lane_and_day(
        self, desk: Client, ann: User, query: str, found: set[str]
    ) -> None:
        # In Chicago 5:59 UTC is still the day before; on the 8th clocks go forward there.
        invite(ann, "sent", status="sent", created_at=datetime.fromisoformat("2026-03-08T05:59:00Z"))
        invite(ann, "failed", status="failed")
        at = datetime.fromisoformat("2026-03-09T04:59:00Z")
        invite(make_user(first_name="Bo", last_name="Elk"), "other", kind="funding_open", created_at=at)
        assert shown(desk.get(f"/staff/messages/{query}")) == found

    def test_older_pages_follow_without_gap_or_repetition(self, desk: Client, ann: User) -> None:
        moment = clock.now()
        for number in range(65):
            # Many at the very same moment, as a reminder writes them.
            invite(ann, f"{number:03}", created_at=moment + timedelta(seconds=number // 40))
        seen: list[str] = []
        before = ""
        for _page in range(3):
            page = desk.get(f"/staff/messages/?before={before}").context["page"]
            seen += [message.key for message in page.rows]
            before = page.older
        assert seen == [f"{number:03}" for number in reversed(range(65))]
        assert before == ""
        assert not shown(desk.get(f"/staff/messages/?before={uuid4()}"))
        assert not shown(desk.get("/staff/messages/?before=%00nonsense"))

    def test_a_page_takes_as_many_queries_for_one_message_as_for_thirty(
        self, desk: Client, ann: User
    ) -> None:
        invite(ann, "first")
        counts = []
        for _round in range(2):
            with CaptureQueriesContext(connection) as queries:
                desk.get("/staff/messages/?kind=intro_call_invitation&day=2026-03-08")
                desk.get("/staff/messages/")
            counts.append(len(queries))
            for number in range(30):
                invite(make_user(), str(number), status="failed", failure="SMTPDataError")
        assert counts[0] == counts[1]

    def test_a_page_is_read_by_index_and_never_counted_or_skipped(self, sasha: User) -> None:
        desk = sign_in(sasha)
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/staff/messages/?before={uuid4()}&status=failed")
        pages = [query["sql"] for query in queries if "outbox_outgoingmessage" in query["sql"]]
        assert not [sql for sql in pages if "OFFSET" in sql or 'COUNT(*) AS "__count"' in sql]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO outbox_outgoingmessage (public_id, kind, lane, channel, to_address, language, context,"
                " key, not_before, status, attempts, failure, created_at)"
                " SELECT gen_random_uuid(), 'a' || n % 7, 'bulk', 'email', '', 'en', '{}', 'n' || n, now(),"
                " CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'sent' END, 0, '', now() - n * interval '1 minute'"
                " FROM generate_series(1, 20000) AS n"
            )
            cursor.execute("ANALYZE outbox_outgoingmessage")
            for condition in (
                "true",
                "kind = 'a3'",
                "status = 'failed'",
                "created_at < now() - interval '9 days'",
            ):
                cursor.execute(
                    f"EXPLAIN SELECT id FROM outbox_outgoingmessage WHERE {condition}"
                    " ORDER BY created_at DESC, id DESC LIMIT 31"
                )
                plan = "\n".join(row[0] for row in cursor.fetchall())
                assert "outbox_" in plan
                assert "Sort" not in plan, plan
                assert "Seq Scan" not in plan, plan

    def test_why_messages_failed_and_what_waits_in_each_lane_stands_above(
        self, desk: Client, ann: User
    ) -> None:
        invite(ann, "a", status="failed", failure="SMTPRecipientsRefused")
        invite(ann, "b", status="failed", failure="SMTPRecipientsRefused")
        oldest = invite(ann, "c")
        answer = desk.get("/staff/messages/")
        depths = {depth.lane: (depth.count, depth.oldest) for depth in answer.context["depths"]}
        assert depths["transactional"] == (1, oldest.not_before)
        assert depths["bulk"] == (0, None)
        (failure,) = answer.context["failures"]
        assert (failure.reason, failure.count) == ("SMTPRecipientsRefused", 2)
        assert "SMTPRecipientsRefused" in answer.content.decode()
        assert "The mail server refused the address." in answer.content.decode()

    def test_whoever_hides_is_not_found_by_their_messages(
        self, desk: Client, ann: User, settings: Any
    ) -> None:
        contact = make_user(Role.PROGRAM_STAFF, email="contact@example.org")
        settings.ORG_SAFETY_CONTACTS = [contact.email]
        message = invite(ann)
        hiding.hide(ann, contact=contact, at=clock.now())
        assert not shown(desk.get("/staff/messages/?who=annabel%40example.org"))
        assert desk.get(page_of(message)).status_code == 404
        assert shown(sign_in(contact).get("/staff/messages/")) == {"one"}


class TestSecrets:
    def test_neither_text_nor_address_of_a_code_stands_on_any_page(self, desk: Client, ann: User) -> None:
        message = seal(None)
        pages = [
            "/staff/messages/", "/staff/messages/?kind=account_mail", "/staff/messages/coming/",
            "/staff/messages/coming/account_mail/", page_of(message),
            "/staff/messages/preview/?kind=account_mail&who=annabel", "/staff/messages/holds/",
        ]  # fmt: skip
        for page in pages:
            answer = desk.get(page)
            assert answer.status_code == 200
            assert SECRET not in answer.content.decode()
            assert "annabel@example.org" not in answer.content.decode()
        assert desk.get(f"{page_of(message)}html/").status_code == 404

    @pytest.mark.parametrize("kind", ["account_mail", "verify_address", "sign_up_again"])
    def test_nobody_repeats_cancels_or_previews_what_lets_somebody_in(
        self, desk: Client, ann: User, kind: str
    ) -> None:
        message = invite(ann, kind=kind, lane="security", status="sent")
        desk.post(f"{page_of(message)}again/", {"form_key": uuid4()})
        assert OutgoingMessage.objects.count() == 1
        OutgoingMessage.objects.update(status="due")
        desk.post(f"{page_of(message)}cancel/", {"form_key": uuid4()})
        desk.post(f"/staff/messages/coming/{kind}/cancel/", {"form_key": uuid4()})
        assert OutgoingMessage.objects.get().status == Status.DUE
        answer = desk.get(f"/staff/messages/preview/?kind={kind}&person={ann.public_id}")
        assert "lets somebody in" in answer.content.decode()
        assert not answer.context.get("rendered")
        html = f"/staff/messages/preview/html/?kind={kind}&person={ann.public_id}"
        assert desk.get(html).status_code == 404


class TestByHand:
    def test_one_waiting_message_is_cancelled_and_says_by_whom(
        self, desk: Client, sasha: User, ann: User
    ) -> None:
        message = invite(ann)
        desk.post(f"{page_of(message)}cancel/", {"form_key": uuid4()})
        assert send_due(now=clock.now() + DAY) == {}
        message.refresh_from_db()
        assert (message.status, message.failure) == (Status.CANCELLED, "cancelled by staff")
        assert message.interventions.get().actor == sasha
        assert "cancelled by Sasha" in desk.get(page_of(message)).content.decode()

    def test_what_has_left_is_not_cancelled_any_more(self, desk: Client, ann: User) -> None:
        message = invite(ann, status="sent")
        answer = desk.post(f"{page_of(message)}cancel/", {"form_key": uuid4()}, follow=True)
        assert "waits no longer" in answer.content.decode()
        assert not Intervention.objects.exists()

    def test_what_waits_of_a_kind_is_cancelled_together(self, desk: Client, ann: User) -> None:
        for number in range(3):
            invite(ann, str(number))
        invite(ann, "later", not_before=clock.now() + 30 * DAY)
        invite(ann, "other", kind="funding_open")
        page = "/staff/messages/coming/intro_call_invitation/cancel/"
        answer = desk.post(page, {"form_key": uuid4()}, follow=True)
        assert "3 messages were cancelled" in answer.content.decode()
        left = OutgoingMessage.objects.filter(status=Status.DUE).values_list("key", flat=True)
        assert set(left) == {"later", "other"}
        assert Intervention.objects.get().count == 3

    def test_a_message_goes_out_again_under_a_key_that_says_so(self, desk: Client, ann: User) -> None:
        message = invite(ann, status="failed", failure="SMTPDataError")
        User.objects.filter(pk=ann.pk).update(email="new@example.org")
        key = uuid4()
        answer = desk.post(f"{page_of(message)}again/", {"form_key": key})
        again = OutgoingMessage.objects.get(key=f"resend:{message.public_id}:{key}")
        assert answer.url == page_of(again)
        assert (again.kind, again.recipient, again.to_address) == (message.kind, ann, "new@example.org")
        assert again.interventions.get().step == Step.RESENT

    @pytest.mark.parametrize(
        ("changes", "user", "why"),
        [
            ({"status": "due"}, {}, "not gone out yet"),
            ({"status": "sending", "claimed_by": 1}, {}, "not gone out yet"),
            ({"expires_at": datetime.fromisoformat("2026-01-01T00:00:00Z")}, {}, "no longer worth"),
            ({"recipient": None}, {}, "nobody to send it to"),
            ({}, {"erased_at": datetime.fromisoformat("2026-01-01T00:00:00Z")}, "nobody to send it to"),
            ({}, {"is_active": False}, "account is closed"),
        ],
    )
    def test_what_may_not_go_out_again_does_not(
        self, desk: Client, ann: User, changes: dict[str, Any], user: dict[str, Any], why: str
    ) -> None:
        message = invite(ann, **{"status": "sent", **changes})
        User.objects.filter(pk=ann.pk).update(**user)
        answer = desk.post(f"{page_of(message)}again/", {"form_key": uuid4()}, follow=True)
        assert why in answer.content.decode()
        assert OutgoingMessage.objects.count() == 1

    def test_nothing_goes_out_again_to_whoever_wants_no_more(self, desk: Client, ann: User) -> None:
        message = invite(ann, status="sent")
        suppress([key_of_address(ann.email)], Suppressed.BOUNCED, at=clock.now())
        answer = desk.post(f"{page_of(message)}again/", {"form_key": uuid4()}, follow=True)
        assert "the address does not work" in answer.content.decode()
        assert OutgoingMessage.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("button", ["again", "cancel"])
    def test_twenty_equal_posts_act_once_and_answer_equally(
        self, sasha: User, ann: User, button: str
    ) -> None:
        message = invite(ann, status="sent" if button == "again" else "due")
        clients = [sign_in(sasha) for _ in range(20)]
        key = {"form_key": str(uuid4())}
        answers = accepted(at_once(*[partial(c.post, f"{page_of(message)}{button}/", key) for c in clients]))
        assert len({(answer.status_code, answer.url) for answer in answers}) == 1
        assert Intervention.objects.count() == 1
        assert OutgoingMessage.objects.count() == (2 if button == "again" else 1)

    def test_a_kind_is_held_back_with_a_reason_and_let_go(self, desk: Client, sasha: User, ann: User) -> None:
        invite(ann)
        form = {"kind": "intro_call_invitation", "reason": "a wrong link", "form_key": uuid4()}
        assert desk.post("/staff/messages/holds/", {**form, "reason": ""}).status_code == 422
        desk.post("/staff/messages/holds/", form)
        assert Hold.objects.get().held_by == sasha
        assert send_due(now=clock.now()) == {}
        twice = desk.post("/staff/messages/holds/", {**form, "form_key": uuid4()})
        assert "a wrong link" in twice.content.decode()
        assert twice.status_code == 422
        assert to_come(desk) == [("intro_call_invitation", True, 1)]
        desk.post("/staff/messages/holds/release/", {"kind": "intro_call_invitation", "form_key": uuid4()})
        assert send_due(now=clock.now()) == {Status.SENT: 1}


@pytest.fixture
def seat() -> Registration:
    """A seat in a call three days from now."""
    now = clock.now()
    seat = intro_calls.register(make_candidate(now=now), make_call(starts_at=now + 3 * DAY), now=now)
    OutgoingMessage.objects.all().delete()
    return seat


class TestWhatWillGoOut:
    def test_the_numbers_are_those_of_the_reminders_and_of_what_waits(
        self, desk: Client, ann: User, seat: Registration
    ) -> None:
        invite(ann, "one")
        invite(ann, "beyond", not_before=clock.now() + 8 * DAY)
        answer = desk.get("/staff/messages/coming/")
        assert answer.context["total"] == sum(count for _line, count in answer.context["lines"])
        assert {kind: count for kind, _held, count in to_come(desk)} == {
            "intro_call_invitation": 1,
            "intro_call_soon": 1,
            "intro_call_tomorrow": 1,
        }
        week = foreseen.week_of(clock.now(), "America/Chicago")
        found = [one for one in upcoming(now=week.now, until=week.until) if one.kind != "staff_digest"]
        assert len(found) == 2
        for one in found:
            day = [d for d in week.days if week.span(d)[0] < one.due_at <= week.span(d)[1]]
            (line,) = desk.get(f"/staff/messages/coming/{one.kind}/?day={day[0]}").context["coming"]
            assert (line[0].pk, line[1].due_at) == (one.recipient_id, one.due_at)
            others = [d for d in week.days if d != day[0]]
            assert not desk.get(f"/staff/messages/coming/{one.kind}/?day={others[0]}").context["coming"]

    def test_a_week_has_seven_days_in_the_weeks_in_which_clocks_change(self) -> None:
        for start in ("2026-03-05T06:00:00Z", "2026-10-29T05:00:00Z"):
            week = foreseen.week_of(datetime.fromisoformat(start), "America/Chicago")
            assert len(week.days) == len(set(week.days)) == 7
            hours = week.until - week.edges[0]
            assert hours == 7 * DAY + timedelta(hours=-1 if "03-05" in start else 1)

    def test_the_people_behind_a_number_come_a_page_at_a_time(self, desk: Client) -> None:
        now = clock.now()
        call = make_call(starts_at=now + 3 * DAY, capacity=80)
        people = {
            intro_calls.register(make_candidate(now=now), call, now=now).candidate.user_id for _ in range(60)
        }
        page = desk.get("/staff/messages/coming/intro_call_soon/")
        first = [one.recipient_id for _person, one in page.context["coming"]]
        rest = desk.get("/staff/messages/coming/intro_call_soon/", {"after": page.context["later"]})
        second = [one.recipient_id for _person, one in rest.context["coming"]]
        assert (len(first), len(second)) == (50, 10)
        assert {*first, *second} == people
        for nonsense in ("x", "~", "2026-01-01~a~b", "9999-99-99~1~" + str(uuid4())):
            assert desk.get("/staff/messages/coming/intro_call_soon/", {"after": nonsense}).status_code == 200

    def test_one_reminder_is_left_out_before_it_is_written(
        self, desk: Client, seat: Registration, sasha: User
    ) -> None:
        page = desk.get("/staff/messages/coming/intro_call_tomorrow/")
        ((person, one),) = page.context["coming"]
        typed = {"form_key": uuid4(), "subject": one.subject, "person": person.public_id}
        typed["due_at"] = hidden_value(page, "due_at")
        desk.post("/staff/messages/coming/intro_call_tomorrow/leave-out/", typed)
        write_due(now=one.due_at)  # with what is due to staff at that hour
        reminders = OutgoingMessage.objects.filter(kind="intro_call_tomorrow")
        assert reminders.get().status == Status.CANCELLED
        assert Intervention.objects.get().step == Step.LEFT_OUT
        assert not desk.get("/staff/messages/coming/intro_call_tomorrow/").context["coming"]
        desk.post("/staff/messages/coming/intro_call_tomorrow/leave-out/", {**typed, "form_key": uuid4()})
        assert reminders.count() == 1

    @pytest.mark.parametrize("due_at", ["", "nan", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "x"])
    def test_a_reminder_that_does_not_come_is_not_written(
        self, desk: Client, seat: Registration, ann: User, due_at: str
    ) -> None:
        typed = {"form_key": uuid4(), "subject": uuid4(), "person": ann.public_id, "due_at": due_at}
        assert desk.post("/staff/messages/coming/intro_call_tomorrow/leave-out/", typed).status_code == 302
        assert not OutgoingMessage.objects.exists()


def to_come(desk: Client) -> list[tuple[str, bool, int]]:
    """Kind, whether it is held back, and how many; but for the digests of whoever works here."""
    lines = desk.get("/staff/messages/coming/").context["lines"]
    return [(line.kind, line.held, count) for line, count in lines if line.kind != "staff_digest"]


def hidden_value(answer: Any, name: str) -> str:
    text: str = answer.content.decode()
    return text.partition(f'name="{name}" value="')[2].partition('"')[0]


class TestHowItReads:
    def preview(self, desk: Client, **asked: Any) -> Any:
        return desk.get("/staff/messages/preview/", {"kind": "intro_call_confirmed", **asked})

    def test_a_kind_reads_as_it_would_for_the_chosen_person_in_both_languages(
        self, desk: Client, seat: Registration
    ) -> None:
        person = seat.candidate.user
        User.objects.filter(pk=person.pk).update(first_name="Xochitl")
        page = self.preview(desk, who="Xoch")
        frame = page.content.decode().partition('<iframe class="mail-frame" src="')[2].partition('"')[0]
        assert "Hello Xochitl" in desk.get(frame.replace("&amp;", "&")).content.decode()
        english = page.context["rendered"]
        spanish = self.preview(desk, person=person.public_id, language="es").context["rendered"]
        assert "Hello Xochitl" in english.text
        assert "Hola" in spanish.text
        assert not OutgoingMessage.objects.exists()

    def test_nothing_to_be_about_is_said_kindly(self, desk: Client, ann: User) -> None:
        words = self.preview(desk, who="annabel").content.decode()
        assert "nothing that this message could be about" in words
        assert "Nobody is called that" in self.preview(desk, who="zzz").content.decode()

    def test_of_several_people_one_is_chosen(self, desk: Client, ann: User) -> None:
        make_user(first_name="Annika", email="annika@example.org")
        several = self.preview(desk, who="ann").context["several"]
        assert {person.first_name for person in several} == {"Annabel", "Annika"}

    def test_a_mail_is_shown_in_a_frame_in_which_nothing_runs(self, desk: Client, seat: Registration) -> None:
        person = seat.candidate.user
        User.objects.filter(pk=person.pk).update(first_name="<script>alert(1)</script>")
        page = self.preview(desk, person=person.public_id)
        assert 'sandbox=""' in page.content.decode()
        assert "frame-src 'self'" in page["Content-Security-Policy"]
        asked = {"kind": "intro_call_confirmed", "person": person.public_id}
        html = desk.get("/staff/messages/preview/html/", asked)
        policy = html["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "allow" not in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert html["X-Frame-Options"] == "SAMEORIGIN"
        assert "<script>alert" not in html.content.decode()

    def test_what_went_out_reads_as_it_would_today(self, desk: Client, ann: User) -> None:
        message = invite(ann, status="sent")
        page = desk.get(page_of(message))
        assert "Hello Annabel" in page.context["rendered"].text
        assert "Hello Annabel" in desk.get(f"{page_of(message)}html/").content.decode()

    def test_the_link_by_which_somebody_unsubscribes_is_theirs_alone(self, desk: Client, ann: User) -> None:
        candidate = make_candidate(now=clock.now(), user=ann)
        message = invite(
            ann, kind="ask_for_your_talk", status="sent", context={"candidate": str(candidate.public_id)}
        )
        theirs = token_of(chooser_of(ann.email, ann))
        assert theirs in render(message).text
        asked = {"kind": "ask_for_your_talk", "person": ann.public_id}
        for page in ("/staff/messages/preview/", "/staff/messages/preview/html/", page_of(message)):
            shown = desk.get(page, asked).content.decode()
            assert "/unsubscribe/…" in shown
            assert theirs not in shown

    @pytest.mark.parametrize(
        "change", [{"kind": "gone_kind"}, {"kind": "decision_advance"}, {"context": {"x": 1}}]
    )
    def test_a_message_that_cannot_be_put_together_still_opens(
        self, desk: Client, ann: User, change: dict[str, Any]
    ) -> None:
        message = invite(ann, status="sent", **change)
        assert desk.get(page_of(message)).status_code == 200
        assert desk.get("/staff/messages/").status_code == 200


@pytest.mark.parametrize("kind", ["", "%00", "no_such_kind", "../etc"])
def test_a_kind_that_nobody_declared_is_not_there(desk: Client, kind: str) -> None:
    assert desk.get(f"/staff/messages/coming/{kind}/").status_code in (200, 404) if not kind else True
    assert desk.get("/staff/messages/preview/", {"kind": kind}).status_code == 200
    assert desk.get("/staff/messages/preview/html/", {"kind": kind, "person": "x"}).status_code == 404


def test_messages_that_failed_wait_on_the_staff_home(desk: Client, ann: User) -> None:
    invite(ann, "old", status="failed", created_at=clock.now() - 8 * DAY)
    invite(ann, "new", status="failed")
    queues = {str(queue.label): queue.count for queue in desk.get("/staff/").context["queues"]}
    assert queues["Messages that failed"] == 1
