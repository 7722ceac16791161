"""One sheet per table, in an order in which every row finds the rows that it refers to."""

from datetime import datetime
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models

from candidates.models import (
    Candidacy,
    CandidacyTransition,
    Candidate,
    Intake,
    Interest,
    PromisedCall,
    StageTransition,
    StandingTransition,
)
from community.models import SlackMembership, SlackTransition
from core.accounts.models import User
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.outbox.registry import kind_of
from core.scheduling.models import Commitment, WeeklyHours
from funding.models import (
    AccountCheck,
    ApplicationRevision,
    ApplicationTransition,
    Award,
    AwardTransition,
    CandidacyFunding,
    Donation,
    EligibilityVerdict,
    FundingApplication,
    Gift,
    LedgerLine,
    LedgerTransaction,
    Payment,
    PlanReview,
)
from interviews.models import (
    Decision,
    Interview,
    Interviewer,
    InterviewRequest,
    InterviewTransition,
    Registration,
    Scorecard,
)
from mentorship.models import Mentor, Mentorship, MentorshipTransition
from offices.models import Election, Race
from runforsomething.ops.demonstration.copying.sheets import Row, Sheet

# Tables whose keys other rows need before they are written, beside the tracked ones.
NUMBERED: list[type[models.Model]] = [
    User,
    Candidate,
    Candidacy,
    LedgerTransaction,
    SlackMembership,
    AccountCheck,
]
ORDER: list[type[models.Model]] = [
    *(User, EmailAddress, User.groups.through, Interviewer, WeeklyHours, Mentor),
    *(Donation, LedgerTransaction, LedgerLine, Candidate, Intake, Interest, PromisedCall),
    *(StageTransition, StandingTransition, Registration, InterviewRequest),
    *(Interview, InterviewTransition, Scorecard, Decision, Commitment, SlackMembership, SlackTransition),
    *(Mentorship, MentorshipTransition, Election, Race, Candidacy, CandidacyTransition),
    *(Gift, FundingApplication, ApplicationTransition, ApplicationRevision, PlanReview, CandidacyFunding),
    *(Award, AwardTransition, AccountCheck, Payment, EligibilityVerdict, OutgoingMessage),
]


class Books:
    """Every sheet by its model; `add`, `move` and `message` write what the services of the same name write."""

    def __init__(self, seed: int) -> None:
        self._sheets = {model: Sheet(model, numbered=model in NUMBERED) for model in ORDER}
        self._random = Random(f"{seed} keys")
        self._lanes: dict[str, str] = {}

    def add(self, model: type[models.Model], at: datetime | None = None, **values: Any) -> Row:
        return self._sheets[model].add(at, values)

    def change(self, model: type[models.Model], row: Row, at: datetime, **values: Any) -> None:
        self._sheets[model].change(row, at, values)

    def take(self) -> list[list[tuple[str, list[str]]]]:
        """Return everything not yet sent, in the order in which it can be written, and forget it."""
        return [self._sheets[model].take() for model in ORDER]

    @property
    def tables(self) -> list[str]:
        """Every table that is written."""
        return [table for sheet in self._sheets.values() for table in sheet.tables]

    def sheet(self, model: type[models.Model]) -> Sheet:
        return self._sheets[model]

    def uuid(self) -> str:
        """Return a random UUID that the seed decides."""
        number = self._random.getrandbits(128) & ~(0xF000 << 64) | 4 << 76
        text = f"{number & ~(0xC000 << 48) | 0x8000 << 48:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def password(self) -> str:
        """Return what stands for having none."""
        return f"!{self._random.getrandbits(160):040x}"

    def move(
        self,
        model: type[models.Model],
        row: Row,
        target: str,
        *,
        into: type[models.Model],
        actor: str | None,
        at: datetime,
        reason: str = "",
        effective_on: Any = None,
        field: str = "status",
        **changes: Any,
    ) -> None:
        """Move a row through its lifecycle: the field, what changes with it, and the row of its history."""
        source = row[field]
        self._sheets[model].change(row, at, {field: target, **changes})
        transition = {
            "from_state": source,
            "to_state": target,
            "actor_id": actor,
            "reason": reason,
            "effective_on": effective_on or at.date(),
            "recorded_at": at,
            "subject_id": row["id"],
        }
        self._sheets[into].add(None, transition)

    def message(
        self,
        kind: str,
        to: Row,
        context: dict[str, str],
        *,
        key: str,
        at: datetime,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> None:
        """A message to the user `to`, born as sent at the moment at which it was due: at once, or `not_before`."""
        lane = self._lanes.get(kind) or self._lanes.setdefault(kind, kind_of(kind).lane.value)
        message = {
            "public_id": self.uuid(),
            "kind": kind,
            "lane": lane,
            "recipient_id": to["id"],
            "to_address": to["email"],
            "language": to["language"],
            # References are keys and codes: nothing in them has to be escaped.
            "context": "{" + ", ".join(f'"{name}": "{value}"' for name, value in context.items()) + "}",
            "key": key,
            "not_before": not_before or at,
            "expires_at": expires_at,
            "status": Status.SENT,
            "created_at": at,
            "sent_at": not_before or at,
        }
        self._sheets[OutgoingMessage].add(None, message)

    def next_keys(self) -> dict[str, int]:
        """Return of each table whose keys were given out here the first that is free."""
        return {sheet.table: sheet.next_key for sheet in self._sheets.values() if sheet.numbered}
