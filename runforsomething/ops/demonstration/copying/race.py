"""A race and the money that follows it, as the rows that the services would write."""

from datetime import date, datetime

from candidates.enums import CandidacyStatus
from candidates.models import Candidacy, CandidacyTransition
from offices.enums import ElectionKind
from offices.models import Election, Race
from runforsomething.ops.demonstration import wording
from runforsomething.ops.demonstration.copying.books import Books
from runforsomething.ops.demonstration.copying.campaign import Campaign, Verdicts
from runforsomething.ops.demonstration.copying.money import MoneyScribe
from runforsomething.ops.demonstration.copying.sheets import Row
from runforsomething.ops.demonstration.histories import Person, Run


class RaceScribe:
    """Writes a race up to the ballot, and lets the money follow."""

    def __init__(
        self, books: Books, staff: str, election_day: date, verdicts: Verdicts, money: MoneyScribe
    ) -> None:
        self._books = books
        self._staff = staff
        self._election_day = election_day
        self._verdicts = verdicts
        self._money = money
        self._elections: dict[str, str] = {}
        self._races: dict[int, str] = {}

    def write(self, person: Person, run: Run, user: Row, candidate: Row) -> None:
        row = self._enter(run, candidate)
        if run.evidence_at is not None:
            self._books.change(
                Candidacy,
                row,
                run.evidence_at,
                evidence_url=wording.EVIDENCE_URL,
                evidence_note=wording.EVIDENCE_NOTE,
                evidence_sent_at=run.evidence_at,
            )
        if run.verified_at is None:
            return
        self._verify(row, run, user, run.verified_at)
        campaign = Campaign(person, run, user, candidate, row)
        for at in run.checks:
            self._verdicts.check(campaign, at)
        self._money.write(campaign)

    def _enter(self, run: Run, candidate: Row) -> Row:
        return self._books.add(
            Candidacy,
            run.entered_at,
            public_id=self._books.uuid(),
            candidate_id=candidate["id"],
            race_id=self._race(run),
            created_at=run.entered_at,
        )

    def _race(self, run: Run) -> str:
        """The race for the office, and its state's election, written when the first person enters."""
        office = run.office
        if office.id not in self._races:
            if office.state not in self._elections:
                election = self._books.add(
                    Election,
                    run.entered_at,
                    public_id=self._books.uuid(),
                    date=self._election_day,
                    kind=ElectionKind.GENERAL,
                    state=office.state,
                )
                self._elections[office.state] = election["id"]
            race = self._books.add(
                Race,
                run.entered_at,
                public_id=self._books.uuid(),
                office_id=office.id,
                election_id=self._elections[office.state],
            )
            self._races[office.id] = race["id"]
        return self._races[office.id]

    def _verify(self, row: Row, run: Run, user: Row, at: datetime) -> None:
        self._books.move(
            Candidacy,
            row,
            CandidacyStatus.ON_BALLOT,
            into=CandidacyTransition,
            actor=self._staff,
            at=at,
            effective_on=run.ballot_date,
            ballot_date=run.ballot_date,
            verified_by_id=self._staff,
            verified_at=at,
        )
        public_id = row["public_id"]
        key = f"ballot_verified:{public_id}"
        self._books.message("ballot_verified", user, {"candidacy": public_id}, key=key, at=at)
