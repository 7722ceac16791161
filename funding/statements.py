"""Statements: what one candidacy was awarded and paid, and what one legal entity's books moved in a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from candidates.models import Candidacy
from core.spreadsheets import to_csv
from funding.enums import AwardStatus
from funding.models import Award, LedgerLine, LegalEntity


@dataclass(frozen=True)
class Statement:
    """A title, names and values, and a table; `amounts` are the columns of dollars."""

    title: str
    facts: list[tuple[str, str]]
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    amounts: Sequence[int]

    def as_csv(self) -> bytes:
        """UTF-8 with the mark by which spreadsheets know it; formulas are made harmless."""
        return to_csv(self.heading, self.rows).encode()

    def as_pdf(self, *, at: datetime) -> bytes:
        from core.pdf import to_pdf  # a third of a second, which every other page and process would pay

        return to_pdf(
            self.title,
            self.facts,
            self.heading,
            self.rows,
            widths=self.widths,
            amounts=self.amounts,
            language=get_language() or "en",
            at=at,
        )


def statement_for(candidacy: Candidacy, *, at: datetime) -> Statement:
    """Return what a candidacy was awarded and paid, oldest first, and what of it is still to come."""
    awards = Award.objects.filter(
        application__candidacy=candidacy, status__in=[AwardStatus.APPROVED, AwardStatus.ENDED]
    )
    rows: list[tuple[datetime, Sequence[str]]] = []
    awarded = paid = Decimal(0)
    for award in awards.select_related("application").prefetch_related("payments").order_by("approved_at"):
        assert award.approved_at is not None
        awarded += award.amount - award.released
        paid += award.paid
        rows.append((award.approved_at, [_day(award.approved_at), _("awarded"), "", _dollars(award.amount)]))
        for payment in award.payments.all():
            line = [
                _day(payment.paid_at),
                str(payment.get_status_display()),
                f"{payment.get_method_display()} {payment.reference}",
                _dollars(payment.amount),
            ]
            rows.append((payment.paid_at, line))
    committee = candidacy.applications.order_by("pk").values_list("committee_name", flat=True).last() or "–"
    return Statement(
        title=_("Statement of awards and payments"),
        facts=[
            (_("Race"), str(candidacy.race)),
            (_("Committee"), committee),
            (_("Awarded"), _dollars(awarded)),
            (_("Paid"), _dollars(paid)),
            (_("Still to be paid"), _dollars(awarded - paid)),
            (_("As of"), _day(at)),
        ],
        heading=[_("Day"), _("What"), _("Reference"), _("Amount")],
        rows=[line for _moment, line in sorted(rows, key=lambda row: row[0])],
        widths=(24, 24, 40, 20),
        amounts=(3,),
    )


def books_of(entity: LegalEntity | None, *, since: datetime, until: datetime, at: datetime) -> Statement:
    """Return every line that was recorded from `since` until before `until`, of one legal entity or of all."""
    lines = LedgerLine.objects.filter(
        transaction__recorded_at__gte=since, transaction__recorded_at__lt=until
    ).select_related("transaction__entity")
    if entity is not None:
        lines = lines.filter(transaction__entity=entity)
    rows = [
        [
            _day(line.transaction.recorded_at),
            str(line.transaction.get_event_display()),
            str(line.transaction.entity or "–"),
            line.transaction.subject.hex[:8],
            str(line.get_account_display()),
            _dollars(max(line.amount, Decimal(0))),
            _dollars(max(-line.amount, Decimal(0))),
        ]
        for line in lines.order_by("transaction_id", "pk")
    ]
    debits = sum((line.amount for line in lines if line.amount > 0), Decimal(0))
    return Statement(
        title=_("Statement of the books"),
        facts=[
            (_("Legal entity"), str(entity or _("all"))),
            (_("From"), _day(since)),
            (_("Until before"), _day(until)),
            (_("Debits, and credits"), _dollars(debits)),
            (_("As of"), _day(at)),
        ],
        heading=[
            _("Day"), _("Event"), _("Legal entity"), _("Subject"), _("Account"), _("Debit"), _("Credit"),
        ],
        rows=rows,
        widths=(22, 34, 30, 18, 34, 20, 20),
        amounts=(5, 6),
    )  # fmt: skip


FORMATS: dict[str, tuple[str, Callable[[Statement, datetime], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", lambda statement, at: statement.as_csv()),
    "pdf": ("application/pdf", lambda statement, at: statement.as_pdf(at=at)),
}


def _day(moment: datetime) -> str:
    return date_format(moment, "SHORT_DATE_FORMAT")


def _dollars(amount: Decimal) -> str:
    return f"{amount:,.2f}"
