"""Two records are made one without losing anything, and parted again exactly."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection, models
from django.test import Client

from candidates.enums import CandidacyStatus, Stage
from candidates.intake import absorb_next, receive
from candidates.merging import merge, unmerge, why_not_parted
from candidates.models import Candidacy, Candidate, Interest, LikelyDuplicate, PersonMerge
from candidates.movers import all_movers
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from core.outbox.services import enqueue
from donors.figures import DEFINITIONS, PEOPLE
from funding.applications import open_application
from funding.gifts import add_gift
from funding.models import Donation
from interviews import booking, intro_calls, reviews
from interviews.enums import Outcome
from interviews.models import Interview, Registration
from mentorship.models import Mentor
from mentorship.services import propose
from tests.candidates.sign_ups import payload
from tests.factories.offices import OfficeFactory, RaceFactory
from tests.factories.people import (
    bring_to,
    hand_in_notes,
    make_call,
    make_candidate,
    make_interviewer,
    make_user,
    put_on_ballot,
    talk_with,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)

# Foreign keys to a person that no merge moves: what somebody did, how they sign in, what is of the record itself.
STAYS = {
    "candidates.candidate.user", "candidates.candidate.merged_into", "candidates.stagetransition.subject",
    "candidates.standingtransition.subject", "candidates.compared.candidate",
    "candidates.likenesskey.candidate", "candidates.likelyduplicate.first",
    "candidates.likelyduplicate.second", "candidates.personmerge.kept", "candidates.personmerge.other",
    "accounts.user_groups.user", "accounts.user_user_permissions.user", "admin.logentry.user",
    "mfa.authenticator.user", "accounts.secondfactorreset.user", "accounts.signinlink.user",
    "usersessions.usersession.user", "once.formreceipt.user", "interviews.interviewer.user", "mentorship.mentor.user",
    "scheduling.weeklyhours.person", "scheduling.dayoff.person", "scheduling.calendarfeed.person",
    "scheduling.busytime.person", "scheduling.busyfeed.person", "scheduling.hourson.person",
    "candidates.ownership.owner", "candidates.leave.person", "candidates.leave.stand_in",
    "privacy.privacychoices.user", "privacy.privacychoices.contact", "privacy.exportrequest.user",
    "privacy.safetycall.user", "privacy.erasurerequest.user", "donors.boardreader.person",
}  # fmt: skip
ACTED = (
    "actor", "_by", "requested_by", "decided_by", "verified_by", "reviewer", "documented_by", "host", "arranged_by",
)  # fmt: skip
WRITTEN_BY_A_MERGE = {
    "candidates.personmerge.kept", "candidates.personmerge.other", "candidates.stagetransition.subject",
    "candidates.candidate.merged_into",
}  # fmt: skip
# What a merge writes anew, and what a release of figures does not look at.
WRITTEN_ANEW = {"candidates_personmerge", "once_formreceipt", "django_session"}


def keys_to_people() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey) and field.related_model in (Candidate, User):
                yield f"{model._meta.label_lower}.{field.name}"


def test_every_key_to_a_person_moves_or_is_said_to_stay() -> None:
    """A new table with such a key is registered with `register_mover` in its room's `moving.py`, or named above."""
    found = {key for key in keys_to_people() if not key.endswith(ACTED)}
    moving = {mover.name for mover in all_movers()}
    assert found - moving == STAYS
    assert {name for name in moving if name not in set(keys_to_people())} == set()


@pytest.fixture
def staff() -> User:
    return make_user(Role.PROGRAM_STAFF)


@pytest.fixture
def kept(now: datetime) -> Candidate:
    """Came to a call, has a phone, an interest and a second office in common with the other."""
    candidate = bring_to(Stage.INTRODUCED, now=now - 9 * DAY, user=with_address("kept@example.org"))
    Interest.objects.create(candidate=candidate, office=OfficeFactory())
    return candidate


@pytest.fixture
def other(now: datetime, kept: Candidate) -> Candidate:
    """On board, on a ballot, with a mentor, money, messages and a seat in a call to come."""
    user = with_address("other@example.org")
    candidate = bring_to(Stage.COMMITTED, now=now, user=user, phone="+15125550147")
    for office in (kept.offices.get(), OfficeFactory()):
        Interest.objects.create(candidate=candidate, office=office)
    candidacy = put_on_ballot(candidate, ballot_date=(now - 5 * DAY).date(), now=now)
    open_application(candidacy, at=now)
    add_gift(candidacy, now=now, donor="A", amount=50, kind="gift", given_on=now.date())
    Donation.objects.create(donor=user, amount=10, received_on=now.date())
    mentor = Mentor.objects.create(user=make_user(Role.MENTOR))
    propose(mentor, candidate, actor=make_user(Role.PROGRAM_STAFF), at=now)
    call = make_call(starts_at=now + 3 * DAY)
    for one in (kept, candidate):
        intro_calls.register(one, call, now=now)
    return candidate


def with_address(address: str, **fields: Any) -> User:
    user = make_user(email=address, **fields)
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=True)
    return user


def ordinary_tables() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        triggers = {trigger.name for trigger in getattr(model._meta, "triggers", [])}
        if (
            not model._meta.proxy
            and model._meta.managed
            and not triggers & {"append_only_rows", "append_only"}
        ):
            yield model._meta.db_table


def checksums() -> dict[str, str]:
    """Of every table that is not append-only; of messages, those that were there before."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(set(ordinary_tables()) - WRITTEN_ANEW):
            where = "WHERE kind NOT LIKE 'record%%'" if table == "outbox_outgoingmessage" else ""
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t {where}",
                [],
            )
            found[table] = cursor.fetchone()[0]
    return found


def rows_of(*people: Candidate) -> dict[str, int]:
    """How many rows of each table lead to one of `people`, merged or not, or to one of their races."""
    found: dict[str, int] = {}
    users, candidates = [p.user_id for p in people], [p.pk for p in people]
    for key in keys_to_people():
        label, _, name = key.rpartition(".")
        model = apps.get_model(label)
        of = users if model._meta.get_field(name).related_model is User else candidates
        rows = model._base_manager.filter(**{f"{name}__in": of})
        if label == "outbox.outgoingmessage":
            rows = rows.exclude(kind__startswith="record")
        if key not in WRITTEN_BY_A_MERGE:
            found[key] = rows.count()
    return found


def test_nothing_is_lost_and_parting_gives_back_exactly_what_was(
    now: datetime, kept: Candidate, other: Candidate, staff: User
) -> None:
    before, counted = checksums(), rows_of(kept, other)
    event = merge(kept, other, actor=staff, now=now)
    assert rows_of(kept, other) == counted
    changed = {table for table, checksum in checksums().items() if checksum != before[table]}
    assert {
        "candidates_candidacy",
        "interviews_interview",
        "mentorship_mentorship",
        "funding_donation",
    } <= changed
    unmerge(event, actor=staff, now=now + DAY)
    left = {table for table, checksum in checksums().items() if checksum != before[table]}
    # What money depends on is looked at anew.
    assert left - {"funding_eligibilitydue"} == set()


def test_the_person_has_everything_and_the_further_stage(
    now: datetime, kept: Candidate, other: Candidate, staff: User
) -> None:
    call = Registration.objects.filter(candidate=other, attended__isnull=True).get()
    merge(kept, other, actor=staff, now=now)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.stage, str(kept.phone), other.merged_into_id) == (Stage.COMMITTED, "+15125550147", kept.pk)
    assert kept.stage_transitions.latest("recorded_at").reason == "merged"
    assert other.stage == Stage.COMMITTED, "the stub keeps its own history"
    assert (kept.interests.count(), other.interests.count()) == (2, 1)
    assert kept.candidacies.count() == kept.mentorships.count() == kept.user.donations.count() == 1
    call.refresh_from_db()
    assert call.candidate_id == other.pk, "a second seat in one call stays behind"
    assert not User.objects.get(pk=other.user_id).is_active
    assert list(Candidate.objects.filter(pk__in=[kept.pk, other.pk])) == [kept]


def test_both_are_told_and_the_other_address_opens_the_page_of_the_one_that_stays(
    now: datetime, kept: Candidate, other: Candidate, staff: User
) -> None:
    event = merge(kept, other, actor=staff, now=now)
    told = OutgoingMessage.objects.filter(kind__startswith="record")
    assert dict(told.values_list("kind", "to_address")) == {
        "records_merged": "kept@example.org",
        "record_closed": "other@example.org",
    }
    client = Client()
    client.post("/accounts/login/code/", {"email": "other@example.org"})
    under_way = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]
    assert under_way["user_id"] == str(kept.user_id)
    unmerge(event, actor=staff, now=now)
    assert told.filter(kind="records_parted").count() == 2


def test_whoever_signs_up_again_with_the_other_address_is_the_person_that_stays(
    now: datetime, kept: Candidate, other: Candidate, staff: User
) -> None:
    merge(kept, other, actor=staff, now=now)
    intake = receive(payload(email="other@example.org"), form_key=uuid4(), now=now)
    assert absorb_next(now=now)
    intake.refresh_from_db()
    assert intake.user_id == kept.user_id


def figures(at: datetime) -> dict[str, int]:
    return {figure.code: int(figure.count(at)) for figure in DEFINITIONS if figure.table == PEOPLE}


def test_past_counts_stay_and_from_the_merge_on_each_person_counts_once(
    now: datetime, kept: Candidate, other: Candidate, staff: User
) -> None:
    on_ballot = put_on_ballot(kept_on_board(kept, now), ballot_date=now.date(), now=now)
    before = figures(now)
    event = merge(kept, other, actor=staff, now=now + DAY)
    assert on_ballot.candidate_id == kept.pk
    assert figures(now) == before
    after = figures(now + 2 * DAY)
    fewer = {code: before[code] - after[code] for code in before if before[code] != after[code]}
    assert fewer == {"candidates": 1, "introduced": 1, "on_ballot": 1}
    unmerge(event, actor=staff, now=now + 3 * DAY)
    assert figures(now) == before
    assert figures(now + 2 * DAY) == after, "what was known on that day"
    assert figures(now + 4 * DAY) == before


def kept_on_board(candidate: Candidate, now: datetime) -> Candidate:
    Candidate.objects.filter(pk=candidate.pk).update(filed_on=now.date())
    candidate.refresh_from_db()
    return candidate


def test_of_two_planned_races_the_other_ends_and_begins_again(
    now: datetime, kept: Candidate, staff: User
) -> None:
    race, second = RaceFactory(), make_candidate(now=now)
    mine, theirs = (Candidacy.objects.create(candidate=one, race=race) for one in (kept, second))
    event = merge(kept, second, actor=staff, now=now)
    assert status_of(mine, theirs) == [(kept.pk, "planned"), (kept.pk, "ended")]
    unmerge(event, actor=staff, now=now)
    assert status_of(mine, theirs) == [(kept.pk, "planned"), (second.pk, "planned")]
    Candidacy.objects.filter(pk=theirs.pk).update(
        status=CandidacyStatus.ON_BALLOT, ballot_date=now.date(), verified_at=now
    )
    merge(kept, second, actor=staff, now=now)
    assert status_of(mine, theirs) == [(kept.pk, "ended"), (kept.pk, "on_ballot")]


def status_of(*candidacies: Candidacy) -> list[tuple[int, str]]:
    found = Candidacy.objects.in_bulk([candidacy.pk for candidacy in candidacies])
    return [(found[c.pk].candidate_id, found[c.pk].status) for c in candidacies]


class TestRefused:
    def test_by_anybody_but_staff_and_about_oneself(
        self, now: datetime, kept: Candidate, other: Candidate
    ) -> None:
        own = make_user(Role.PROGRAM_STAFF)
        mine = make_candidate(now=now, user=own)
        for one, two, actor in (
            (kept, other, make_user(Role.INTERVIEWER)),
            (kept, mine, own),
            (mine, kept, own),
        ):
            with pytest.raises(NotPermitted):
                merge(one, two, actor=actor, now=now)

    def test_whoever_works_here_is_no_record_to_close(
        self, now: datetime, kept: Candidate, staff: User
    ) -> None:
        colleague = make_candidate(now=now, user=make_user(Role.INTERVIEWER))
        with pytest.raises(Refused) as refused:
            merge(kept, colleague, actor=staff, now=now)
        assert "works here" in str(refused.value)
        assert not PersonMerge.objects.exists()

    def test_two_talks_that_are_booked(self, now: datetime, staff: User) -> None:
        make_interviewer()
        pair = [bring_to(Stage.INTRODUCED, now=now) for _ in range(2)]
        for candidate in pair:
            talk_with(candidate, now=now)
        with pytest.raises(Refused) as refused:
            merge(*pair, actor=staff, now=now)
        assert "Both have a talk booked" in str(refused.value)

    def test_one_who_interviewed_the_other(self, now: datetime, kept: Candidate, staff: User) -> None:
        talk = talk_with(kept, now=now)
        interviewer = make_candidate(now=now, user=talk.interviewer.user)
        Interview.objects.filter(pk=talk.pk).update(candidate=make_candidate(now=now))
        talk = talk_with(kept, now=now + DAY)
        Interview.objects.filter(pk=talk.pk).update(interviewer=interviewer.user.interviewer)
        with pytest.raises(Refused) as refused:
            merge(interviewer, kept, actor=staff, now=now)
        assert "interviewed the other" in str(refused.value)

    def test_twice(self, now: datetime, kept: Candidate, other: Candidate, staff: User) -> None:
        event = merge(kept, other, actor=staff, now=now)
        for pair in ((kept, other), (other, kept)):
            with pytest.raises(Refused) as refused:
                merge(*pair, actor=staff, now=now)
            assert "one record already" in str(refused.value)
        unmerge(event, actor=staff, now=now)
        with pytest.raises(Refused) as refused:
            unmerge(event, actor=staff, now=now)
        assert "parted already" in str(refused.value)


class TestNotPartedAgain:
    def test_once_a_talk_was_decided_that_had_moved(
        self, now: datetime, kept: Candidate, staff: User
    ) -> None:
        second = bring_to(Stage.INTRODUCED, now=now - 3 * DAY)
        talk = talk_with(second, now=now)
        event = merge(kept, second, actor=staff, now=now)
        hand_in_notes(Interview.objects.get(pk=talk.pk))
        reviews.decide(
            Interview.objects.get(pk=talk.pk), outcome=Outcome.HOLD, actor=staff, at=talk.ends_at + DAY
        )
        kept.refresh_from_db()
        second.refresh_from_db()
        assert why_not_parted(event, kept, second) == [
            "Notes of a talk have come in since.",
            "A talk has been decided since.",
            "The person has come further since, and that rests on both records.",
        ]
        with pytest.raises(Refused):
            unmerge(event, actor=staff, now=now + 9 * DAY)

    def test_before_a_later_merge_is_undone(self, now: datetime, kept: Candidate, staff: User) -> None:
        second, third = make_candidate(now=now), make_candidate(now=now)
        first_merge = merge(kept, second, actor=staff, now=now)
        later = merge(third, kept, actor=staff, now=now)
        with pytest.raises(Refused) as refused:
            unmerge(first_merge, actor=staff, now=now)
        assert "part that one first" in str(refused.value)
        unmerge(later, actor=staff, now=now)
        unmerge(first_merge, actor=staff, now=now)
        assert not Candidate.records.filter(merged_into__isnull=False).exists()

    def test_what_came_since_stays_where_it_is(self, now: datetime, kept: Candidate, staff: User) -> None:
        second = make_candidate(now=now, phone="+15125550147")
        event = merge(kept, second, actor=staff, now=now)
        booking.ask(kept, topics=[], at=now)
        enqueue("intro_call_invitation", kept.user, key="since")
        Candidate.objects.filter(pk=kept.pk).update(phone="+15125550199")
        unmerge(event, actor=staff, now=now + DAY)
        kept.refresh_from_db()
        assert kept.interview_requests.count() == kept.user.messages.filter(key="since").count() == 1
        assert str(kept.phone) == "+15125550199", "what the person has changed since is the person's own"


def test_the_pair_is_answered_and_asked_again(
    now: datetime, kept: Candidate, other: Candidate, staff: User
) -> None:
    pair = LikelyDuplicate.objects.create(first=kept, second=other, reasons=["phone"], strength=1)
    event = merge(kept, other, actor=staff, now=now)
    pair.refresh_from_db()
    assert (pair.answer, pair.answered_by_id) == ("same", staff.pk)
    unmerge(event, actor=staff, now=now)
    pair.refresh_from_db()
    assert pair.answer == ""
