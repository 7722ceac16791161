"""One person, from the form to the mentor, as the rows that the services would write."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from candidates.enums import IntakeSource, IntakeStatus, Stage
from candidates.models import Candidate, Intake, Interest, PromisedCall
from candidates.working_days import one_working_day_after
from community.conduct import current_version
from community.models import SlackMembership, SlackStatus, SlackTransition
from community.slack import FIRST_LOOK
from core.accounts.models import User
from core.scheduling.models import CommitmentKind
from interviews.enums import NotedBy
from interviews.models import (
    InterviewRequest,
    Registration,
)
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentorship, MentorshipTransition
from runforsomething.ops.demonstration import scene
from runforsomething.ops.demonstration.copying.books import Books
from runforsomething.ops.demonstration.copying.sheets import Row
from runforsomething.ops.demonstration.copying.talks import TalkScribe, commit, reach
from runforsomething.ops.demonstration.copying.team import TeamScribe
from runforsomething.ops.demonstration.histories import Pairing, Person, Seat
from runforsomething.ops.demonstration.window import CALL_LENGTH

SAME_IN_PROFILE = ("postal_code", "phone", "exploring", "running_when", "ran_before", "topics", "heard_from")


class PersonScribe:
    """Writes a person's rows; `seats` counts the seats given in each call, by its number."""

    def __init__(self, books: Books, team: TeamScribe, calls: list[Any]) -> None:
        self._books = books
        self._team = team
        self._calls = [(str(call.pk), call.starts_at) for call in calls]
        self._staff = team.users[scene.STAFF]["id"]
        self._talks = TalkScribe(books, team)
        self._conduct = current_version()
        self.seats = [0] * len(calls)

    def write(self, person: Person) -> tuple[Row, Row]:
        """Write everything but the race; return the user's row and the candidate's."""
        user, candidate = self._sign_up(person)
        if person.verified_at is not None:
            self._verify(user, candidate, person.verified_at)
        for seat in person.seats:
            self._seat(user, candidate, seat)
        if person.asked_at is not None:
            self._books.add(
                InterviewRequest,
                candidate_id=candidate["id"],
                topics=person.payload["topics"],
                asked_at=person.asked_at,
            )
        for talk in person.talks:
            self._talks.write(user, candidate, person, talk)
        if person.agreed_at is not None:
            self._agree(user, candidate, person, person.agreed_at)
        if person.pairing is not None:
            self._pair(user, candidate, person.pairing)
        return user, candidate

    def _sign_up(self, person: Person) -> tuple[Row, Row]:
        books, payload, at = self._books, person.payload, person.signed_up_at
        user = books.add(
            User,
            at,
            password=books.password(),
            public_id=books.uuid(),
            email=person.address,
            first_name=payload["first_name"],
            last_name=payload["last_name"],
            time_zone=person.home.time_zone,
            language=person.language,
            is_demonstration=True,
            date_joined=at,
        )
        verified = person.verified_at is not None
        books.add(EmailAddress, user_id=user["id"], email=person.address, verified=verified, primary=True)
        candidate = self._candidate(user, person, at)
        intake = books.uuid()
        books.add(
            Intake,
            public_id=intake,
            form_key=person.form_key,
            source=IntakeSource.FORM,
            payload=payload,
            language=person.language,
            received_at=at,
            status=IntakeStatus.ABSORBED,
            user_id=user["id"],
            absorbed_at=at,
        )
        for office in person.offices:
            books.add(Interest, candidate_id=candidate["id"], office_id=office.id, created_at=at)
        if payload["filed_on"]:
            self._promised_call(candidate, person)
        books.message("verify_address", user, {"intake": intake}, key=f"verify_address:{intake}", at=at)
        return user, candidate

    def _promised_call(self, candidate: Row, person: Person) -> None:
        at = person.signed_up_at
        due = one_working_day_after(at, person.home.time_zone)
        call = self._books.add(PromisedCall, at, candidate_id=candidate["id"], promised_at=at, due_at=due)
        called = at + scene.CALLED_AFTER
        self._books.change(PromisedCall, call, called, called_at=called, called_by_id=self._staff)

    def _candidate(self, user: Row, person: Person, at: datetime) -> Row:
        payload = person.payload
        return self._books.add(
            Candidate,
            at,
            public_id=self._books.uuid(),
            user_id=user["id"],
            date_of_birth=payload["date_of_birth"],
            filed_on=payload["filed_on"],
            state=person.home.state,
            values_attested_at=at,
            consented_at=at,
            text_consented_at=at if payload["text_consent"] else None,
            signed_up_at=at,
            **{name: payload[name] for name in SAME_IN_PROFILE},
        )

    def _verify(self, user: Row, candidate: Row, at: datetime) -> None:
        self._books.change(Candidate, candidate, at, verified_at=at)
        key = f"intro_call_invitation:{candidate['public_id']}"
        self._books.message("intro_call_invitation", user, {}, key=key, at=at)

    def _seat(self, user: Row, candidate: Row, seat: Seat) -> None:
        call, starts_at = self._calls[seat.call]
        self.seats[seat.call] += 1
        registration = self._books.uuid()
        is_noted = seat.recorded_at is not None
        self._books.add(
            Registration,
            public_id=registration,
            call_id=call,
            candidate_id=candidate["id"],
            attended=seat.attended,
            noted_how=NotedBy.HOST if is_noted else "",
            noted_at=seat.recorded_at,
            noted_by_id=self._staff if is_noted else None,
            created_at=seat.at,
        )
        commit(self._books, user, starts_at, CALL_LENGTH, CommitmentKind.INTRO_CALL, registration, seat.at)
        context = {"registration": registration}
        key = f"intro_call_confirmed:{registration}"
        self._books.message("intro_call_confirmed", user, context, key=key, at=seat.at, expires_at=starts_at)
        if seat.attended and seat.recorded_at is not None:
            reach(self._books, candidate, Stage.INTRODUCED, actor=self._staff, at=seat.recorded_at)

    def _agree(self, user: Row, candidate: Row, person: Person, at: datetime) -> None:
        reach(self._books, candidate, Stage.COMMITTED, actor=user["id"], at=at)
        key = f"welcome_on_board:{candidate['public_id']}"
        self._books.message("welcome_on_board", user, {}, key=key, at=at)
        member = self._books.add(
            SlackMembership,
            candidate_id=candidate["id"],
            queued_at=at,
            conduct_version=self._conduct,
            accepted_at=at,
        )
        self._slack(user, candidate, member, person, at)

    def _slack(self, user: Row, candidate: Row, member: Row, person: Person, at: datetime) -> None:
        """What `community.slack` writes of somebody who agreed to the code of conduct as they came on board."""
        if settings.ORG_SLACK_INVITE_URL:
            public_id = candidate["public_id"]
            context, key = {"candidate": public_id}, f"slack_invitation:{public_id}:1"
            self._books.message("slack_invitation", user, context, key=key, at=at)
            sent: Any = {"invited_at": at, "sent_at": at, "invitations": 1, "look_at": at + FIRST_LOOK}
            self._step(member, SlackStatus.INVITED, user["id"], at, **sent)
        else:
            self._step(member, SlackStatus.TO_INVITE, user["id"], at, look_at=at + FIRST_LOOK)
        invited, joined = person.invited_at, person.joined_at
        if invited is not None and not settings.ORG_SLACK_INVITE_URL:
            look_at = invited + FIRST_LOOK
            self._step(member, SlackStatus.INVITED, self._staff, invited, invited_at=invited, look_at=look_at)
        if joined is not None:
            look_at = joined + timedelta(days=1)
            self._step(member, SlackStatus.JOINED, self._staff, joined, joined_at=joined, look_at=look_at)

    def _step(self, member: Row, target: str, actor: str, at: datetime, **changes: Any) -> None:
        self._books.move(SlackMembership, member, target, into=SlackTransition, actor=actor, at=at, **changes)

    def _pair(self, user: Row, candidate: Row, pairing: Pairing) -> None:
        profile, mentor = self._team.mentors[pairing.mentor]
        self._team.proposed(pairing.mentor, pairing.proposed_at)
        pair = self._books.add(
            Mentorship,
            pairing.proposed_at,
            public_id=self._books.uuid(),
            mentor_id=profile["id"],
            candidate_id=candidate["id"],
            proposed_by_id=self._staff,
            proposed_at=pairing.proposed_at,
        )
        self._tell_both("mentor_proposed", pair, (mentor, user), pairing.proposed_at)
        self._books.change(
            Mentorship, pair, pairing.candidate_yes_at, candidate_said_yes_at=pairing.candidate_yes_at
        )
        at = pairing.mentor_yes_at
        if at is None:
            return
        self._books.change(Mentorship, pair, at, mentor_said_yes_at=at)
        active = MentorshipStatus.ACTIVE
        self._books.move(Mentorship, pair, active, into=MentorshipTransition, actor=mentor["id"], at=at)
        self._tell_both("mentor_accepted", pair, (mentor, user), at)

    def _tell_both(self, kind: str, pair: Row, both: tuple[Row, Row], at: datetime) -> None:
        public_id = pair["public_id"]
        for person in both:
            key = f"{kind}:{public_id}:{person['public_id']}"
            self._books.message(kind, person, {"mentorship": public_id}, key=key, at=at)
