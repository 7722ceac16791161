"""What happened to one person: plain facts, which both writers turn into rows. All moments are UTC."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any

from runforsomething.ops.demonstration.ground import Home, OfficeFact


class Destiny(IntEnum):
    """How far somebody gets."""

    VERIFIED = 0
    UNVERIFIED = 1
    MISSED_THE_CALL = 2
    CAME = 3
    ASKED = 4
    UNDECIDED = 5
    DECLINED = 6
    HELD_BACK = 7
    ADVANCED = 8
    COMMITTED = 9
    RACING = 10
    ON_BALLOT = 11
    FILED_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in the call with this number; `attended` None is not known yet."""

    call: int
    at: datetime
    attended: bool | None
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Notes:
    at: datetime
    ratings: tuple[int, ...]
    recommendation: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A booked one-on-one with the interviewer of this number: cancelled, held and noted, or neither yet."""

    interviewer: int
    start: datetime
    booked_at: datetime
    cancelled_at: datetime | None = None
    by_candidate: bool = True
    notes: Notes | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What staff decided after the talk."""

    outcome: str
    at: datetime
    reason: str = ""
    reapply_from: date | None = None
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The mentor of this number, proposed; active once both have said yes."""

    mentor: int
    proposed_at: datetime
    candidate_yes_at: datetime
    mentor_yes_at: datetime | None


@dataclass(frozen=True, slots=True)
class CampaignGift:
    donor: str
    amount: Decimal
    given_on: date
    noted_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Scoring:
    reviewer: int
    ratings: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """An award: requested, perhaps approved, perhaps paid."""

    amount: Decimal
    requested_at: datetime
    approved_at: datetime | None
    paid_at: datetime | None
    reference: str


@dataclass(frozen=True, slots=True)
class Request:
    """An application for funding, handed in."""

    begun_at: datetime
    handed_in_at: datetime
    committee: str
    treasurer: str
    amount: Decimal
    scorings: tuple[Scoring, ...]
    declined_at: datetime | None
    grant: Grant | None


@dataclass(frozen=True, slots=True)
class Run:
    """A race: entered, shown, verified; then money. `checks` are when the verdict on funding was looked at."""

    office: OfficeFact
    entered_at: datetime
    evidence_at: datetime | None = None
    ballot_date: date | None = None
    verified_at: datetime | None = None
    checks: tuple[datetime, ...] = ()
    gifts: tuple[CampaignGift, ...] = ()
    request: Request | None = None


@dataclass(slots=True)
class Person:
    """One sign-up and what came of it."""

    number: int
    destiny: Destiny
    address: str
    language: str
    home: Home
    form_key: str
    payload: dict[str, Any]
    signed_up_at: datetime
    offices: tuple[OfficeFact, ...] = ()
    verified_at: datetime | None = None
    seats: list[Seat] = field(default_factory=list)
    asked_at: datetime | None = None
    talks: list[Talk] = field(default_factory=list)
    verdict: Verdict | None = None
    agreed_at: datetime | None = None
    invited_at: datetime | None = None
    joined_at: datetime | None = None
    pairing: Pairing | None = None
    run: Run | None = None


@dataclass(frozen=True, slots=True)
class GiftToUs:
    """A donation of the donor of this number."""

    donor: int
    amount: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class Helper:
    """An interviewer, mentor or donor beside those with a name of their own."""

    number: int
    address: str
    first_name: str
    last_name: str
    time_zone: str
    state: str
    weekdays: tuple[int, ...] = ()
    campaigns: tuple[str, ...] = ()
