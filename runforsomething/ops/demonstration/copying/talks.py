"""Talks, their notes and what was decided, as the rows that the services would write."""

from datetime import datetime, timedelta
from typing import Any

from psycopg2.extras import DateTimeTZRange

from candidates.enums import Stage, Standing
from candidates.models import Candidate, StageTransition, StandingTransition
from core.scheduling.models import Commitment, CommitmentKind
from interviews.availability import LENGTH
from interviews.enums import Criterion, InterviewStatus, Outcome
from interviews.models import (
    Decision,
    Interview,
    InterviewTransition,
    Scorecard,
)
from interviews.reviews import UNDO_WITHIN
from runforsomething.ops.demonstration import scene
from runforsomething.ops.demonstration.copying.books import Books
from runforsomething.ops.demonstration.copying.sheets import Row
from runforsomething.ops.demonstration.copying.team import TeamScribe
from runforsomething.ops.demonstration.histories import Notes, Person, Talk, Verdict
from runforsomething.ops.demonstration.wording import NOTE

CRITERIA = [criterion.value for criterion in Criterion]


class TalkScribe:
    def __init__(self, books: Books, team: TeamScribe) -> None:
        self._books = books
        self._team = team
        self._staff = team.users[scene.STAFF]["id"]

    def write(self, user: Row, candidate: Row, person: Person, talk: Talk) -> None:
        profile, interviewer = self._team.interviewers[talk.interviewer]
        interview = self._books.add(
            Interview,
            talk.booked_at,
            public_id=self._books.uuid(),
            candidate_id=candidate["id"],
            interviewer_id=profile,
            starts_at=talk.start,
            ends_at=talk.start + LENGTH,
            time_zone=person.home.time_zone,
            booked_at=talk.booked_at,
        )
        public_id = interview["public_id"]
        for side, to in (("candidate", user), ("interviewer", interviewer)):
            self._books.message(
                f"interview_confirmed_{side}",
                to,
                {"interview": public_id},
                key=f"interview_confirmed:{public_id}:{side}",
                at=talk.booked_at,
                expires_at=talk.start,
            )
        if talk.cancelled_at is not None:
            actor, kinds = (
                (user, ("talk_off_candidate", "talk_given_back"))
                if talk.by_candidate
                else (interviewer, ("talk_to_rebook", "talk_off_interviewer"))
            )
            self._move_talk(interview, InterviewStatus.CANCELLED, actor["id"], talk.cancelled_at, sequence=1)
            for kind, to in zip(kinds, (user, interviewer), strict=True):
                self._books.message(
                    kind,
                    to,
                    {"interview": public_id},
                    key=f"{kind}:{public_id}",
                    at=talk.cancelled_at,
                    expires_at=talk.start,
                )
            return
        for who in (user, interviewer):
            commit(self._books, who, talk.start, LENGTH, CommitmentKind.INTERVIEW, public_id, talk.booked_at)
        if talk.notes is not None:
            self._notes(interview, candidate, talk.notes, interviewer["id"])
        if talk.notes is not None and person.verdict is not None:
            self._decide(interview, user, candidate, person.verdict)

    def _notes(self, interview: Row, candidate: Row, notes: Notes, author: str) -> None:
        ratings: dict[str, Any] = dict(zip(CRITERIA, notes.ratings, strict=True))
        self._books.add(
            Scorecard,
            notes.at,
            interview_id=interview["id"],
            recommendation=notes.recommendation,
            note_to_candidate=NOTE,
            submitted_by_id=author,
            submitted_at=notes.at,
            **ratings,
        )
        self._move_talk(interview, InterviewStatus.HELD, author, notes.at)
        reach(self._books, candidate, Stage.INTERVIEWED, actor=author, at=notes.at)

    def _decide(self, interview: Row, user: Row, candidate: Row, verdict: Verdict) -> None:
        self._books.add(
            Decision,
            verdict.at,
            interview_id=interview["id"],
            outcome=verdict.outcome,
            reason=verdict.reason,
            reapply_from=verdict.reapply_from,
            reply=verdict.reply,
            decided_by_id=self._staff,
            decided_at=verdict.at,
            batch=self._books.uuid(),
            standing_before=candidate["standing"],
        )
        if verdict.outcome == Outcome.DECLINE:
            self._books.move(
                Candidate,
                candidate,
                Standing.DECLINED,
                into=StandingTransition,
                actor=self._staff,
                at=verdict.at,
                reason=verdict.reason,
                field="standing",
                reapply_from=verdict.reapply_from,
            )
        public_id = interview["public_id"]
        self._books.message(
            f"decision_{verdict.outcome}",
            user,
            {"interview": public_id},
            key=f"decision:{public_id}",
            at=verdict.at,
            not_before=verdict.at + UNDO_WITHIN,
        )

    def _move_talk(
        self, interview: Row, target: InterviewStatus, actor: str, at: datetime, **changes: Any
    ) -> None:
        self._books.move(
            Interview, interview, target, into=InterviewTransition, actor=actor, at=at, **changes
        )


def reach(books: Books, candidate: Row, stage: Stage, *, actor: str, at: datetime) -> None:
    """Write what `candidates.pipeline.reach` writes."""
    books.move(Candidate, candidate, stage, into=StageTransition, actor=actor, at=at, field="stage")


def commit(
    books: Books,
    who: Row,
    start: datetime,
    length: timedelta,
    kind: CommitmentKind,
    subject: str,
    at: datetime,
) -> None:
    """Write what `commit_time` writes for one person."""
    books.add(
        Commitment,
        person_id=who["id"],
        period=DateTimeTZRange(start, start + length),
        kind=kind,
        subject=subject,
        created_at=at,
    )
