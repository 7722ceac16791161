"""How each published figure is counted, as of a moment, by when things were recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.counted import count_people
from candidates.enums import CandidacyStatus, Stage
from candidates.models import Candidacy, CandidacyTransition, Candidate, Intake, StageTransition
from candidates.pipeline import BY_MERGING
from funding.enums import Account, LedgerEvent
from funding.ledger import balances
from funding.models import LedgerLine

Count = Callable[[datetime], Decimal]


@dataclass(frozen=True)
class Definition:
    """A published figure: its place, its name, how it is defined, and how it is counted until a moment, inclusive."""

    table: str
    code: str
    label: Any
    definition: Any
    count: Count


def _sign_ups(at: datetime) -> Decimal:
    return Decimal(Intake.objects.filter(received_at__lte=at).count())


def _candidates(at: datetime) -> Decimal:
    return Decimal(count_people(Candidate.records.filter(signed_up_at__lte=at), "pk", at=at))


def _reached(stage: str) -> Count:
    def count(at: datetime) -> Decimal:
        rows = StageTransition.objects.filter(to_state=stage, recorded_at__lte=at)
        return Decimal(count_people(rows.exclude(reason__in=BY_MERGING), "subject", at=at))

    return count


def _raced(status: str) -> Count:
    def count(at: datetime) -> Decimal:
        rows = CandidacyTransition.objects.filter(to_state=status, recorded_at__lte=at)
        return Decimal(count_people(rows, "subject__candidate", at=at, candidacy="subject"))

    return count


def _funded(at: datetime) -> Decimal:
    rows = Candidacy.objects.filter(funded_at__lte=at)
    return Decimal(count_people(rows, "candidate", at=at, candidacy="pk"))


def _moved(account: str, *events: str) -> Count:
    """The dollars that an event moved on an account, less what a reversing one moved back, as a figure above zero."""

    def count(at: datetime) -> Decimal:
        condition = Q(transaction__event__in=events, account=account, transaction__recorded_at__lte=at)
        return abs(sum(LedgerLine.objects.filter(condition).values_list("amount", flat=True), Decimal(0)))

    return count


def _left(at: datetime) -> Decimal:
    held = balances(at=at)
    return held.get(Account.CASH, Decimal(0)) + held.get(Account.PAYABLE, Decimal(0))


def _promised(at: datetime) -> Decimal:
    return -balances(at=at).get(Account.PAYABLE, Decimal(0))


PEOPLE, MONEY = "people", "money"

DEFINITIONS = [
    Definition(
        PEOPLE,
        "sign_ups",
        _("Sign-ups"),
        _("Forms that arrived; somebody who signed up twice counts twice."),
        _sign_ups,
    ),
    Definition(PEOPLE, "candidates", _("Candidates"), _("People who signed up, each once."), _candidates),
    Definition(
        PEOPLE,
        "introduced",
        _("Came to an intro call"),
        _("Attendance was recorded."),
        _reached(Stage.INTRODUCED),
    ),
    Definition(
        PEOPLE,
        "interviewed",
        _("Had a one-on-one talk"),
        _("The talk took place and its notes are in."),
        _reached(Stage.INTERVIEWED),
    ),
    Definition(
        PEOPLE, "committed", _("On board"), _("We said yes, and so did they."), _reached(Stage.COMMITTED)
    ),
    Definition(
        PEOPLE,
        "on_ballot",
        _("On the ballot"),
        _("We checked the official list of candidates."),
        _raced(CandidacyStatus.ON_BALLOT),
    ),
    Definition(PEOPLE, "funded", _("Funded"), _("A first payment was made."), _funded),
    Definition(
        PEOPLE, "elected", _("Elected"), _("A person confirmed the result."), _raced(CandidacyStatus.ELECTED)
    ),
    Definition(
        MONEY,
        "received",
        _("Donated"),
        _("Donations that have arrived."),
        _moved(Account.CASH, LedgerEvent.DONATION, LedgerEvent.DONATION_BACK),
    ),
    Definition(
        MONEY,
        "paid",
        _("Paid out"),
        _("Payments to campaigns' committees."),
        _moved(Account.CASH, LedgerEvent.PAYMENT, LedgerEvent.PAYMENT_BACK),
    ),
    Definition(MONEY, "promised", _("Promised"), _("Awards that are approved and not paid yet."), _promised),
    Definition(MONEY, "left", _("Left"), _("Donated less paid out less promised."), _left),
]
