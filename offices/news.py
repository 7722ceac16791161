"""Whoever asked about an office, or told us of it, hears what came of it."""

from datetime import datetime, timedelta

from core.outbox.services import enqueue
from offices.enums import NEEDED, FactKind
from offices.models import Fact, Office, ResearchRequest, WantedOffice

# What is found out on one telephone call is written down within the hour, and told in one mail.
GATHERS_FOR = timedelta(hours=1)
WORTH_A_MAIL = frozenset({*NEEDED, FactKind.FILING_OPENS})


def tell_who_asked(office: Office, kind: str, *, at: datetime) -> int:
    """Write to everybody who asked about `office`, at most once a day; return how many messages were written."""
    if kind not in WORTH_A_MAIL:
        return 0
    asked = ResearchRequest.objects.filter(office=office, asked_by__is_active=True).select_related("asked_by")
    return sum(
        enqueue(
            "office_news",
            request.asked_by,
            {"office": str(office.public_id)},
            key=f"office_news:{office.public_id}:{request.asked_by.public_id}:{at:%Y-%m-%d}",
            not_before=at + GATHERS_FOR,
        )
        for request in asked
    )


def tell_whose_word_it_was(fact: Fact) -> None:
    """Write to the person who told us a fact that it was confirmed, or why it was not."""
    if fact.told_by is not None and fact.told_by.is_active:
        enqueue(
            "told_fact_decided",
            fact.told_by,
            {"fact": str(fact.public_id)},
            key=f"told_fact_decided:{fact.public_id}",
        )


def tell_who_missed(wanted: WantedOffice) -> None:
    """Write to the person who looked for an office that it is listed now."""
    enqueue(
        "wanted_office_found",
        wanted.asked_by,
        {"wanted": str(wanted.public_id)},
        key=f"wanted_office_found:{wanted.public_id}",
    )
