"""Interviewers, mentors and donors, and the donations."""

from collections import defaultdict
from datetime import datetime, time
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from core.accounts.models import User
from core.accounts.roles import OPENS_BACK_OFFICE, Role
from core.scheduling.models import WeeklyHours
from funding.enums import Account, LedgerEvent
from funding.models import Donation, LedgerLine, LedgerTransaction
from interviews.models import Interviewer
from mentorship.models import Mentor
from runforsomething.ops.demonstration import scene
from runforsomething.ops.demonstration.copying.books import Books
from runforsomething.ops.demonstration.copying.sheets import Row
from runforsomething.ops.demonstration.desk import EVENING
from runforsomething.ops.demonstration.histories import GiftToUs, Helper
from runforsomething.ops.demonstration.plan import Plan

ALL_DAY = (time(9), time(20))


class TeamScribe:
    """Who helps, by number: 0 is the one with a name of their own, who is there already."""

    def __init__(self, books: Books, plan: Plan, set_scene: scene.Scene) -> None:
        self._books = books
        self._plan = plan
        self._groups = {group.name: str(group.pk) for group in Group.objects.all()}
        self.users = {address: as_row(user) for address, user in set_scene.team.items()}
        self.interviewers: list[tuple[str, Row]] = []
        self.mentors: list[tuple[Row, Row]] = []
        self._donors: list[str] = [self.users[scene.DONOR]["id"]]
        self._proposals: dict[int, list[datetime]] = defaultdict(list)

    def interviewer(self, helper: Helper | None) -> None:
        user = self._user(helper, Role.INTERVIEWER) if helper else self.users[scene.INTERVIEWER]
        fields = scene.interviewer_fields(helper, self._plan)
        profile = self._books.add(Interviewer, self._since, user_id=user["id"], **fields)
        starts, ends = EVENING if helper else ALL_DAY
        for weekday in helper.weekdays if helper else range(7):
            self._books.add(WeeklyHours, person_id=user["id"], weekday=weekday, starts=starts, ends=ends)
        self.interviewers.append((profile["id"], user))

    def mentor(self, helper: Helper | None) -> None:
        user = self._user(helper, Role.MENTOR) if helper else self.users[scene.MENTOR]
        profile = self._books.add(Mentor, self._since, user_id=user["id"], **scene.mentor_fields(helper))
        self.mentors.append((profile, user))

    def donor(self, helper: Helper) -> None:
        self._donors.append(self._user(helper, Role.DONOR)["id"])

    def proposed(self, mentor: int, at: datetime) -> None:
        self._proposals[mentor].append(at)

    def places_taken(self) -> list[tuple[str, int]]:
        """Write the history of the mentors' places, in time's order; return each mentor's key and final number."""
        final = []
        for number, moments in self._proposals.items():
            profile = self.mentors[number][0]
            for taken, at in enumerate(sorted(moments), start=1):
                self._books.change(Mentor, profile, at, taken=taken)
            final.append((profile["id"], len(moments)))
        return final

    def donation(self, gift: GiftToUs) -> None:
        donation = self._books.add(
            Donation,
            public_id=self._books.uuid(),
            donor_id=self._donors[gift.donor],
            amount=gift.amount,
            received_on=gift.at.date(),
            recorded_at=gift.at,
        )
        finance = self.users[scene.FINANCE]["id"]
        lines = {Account.CASH: gift.amount, Account.DONATIONS: -gift.amount}
        post(self._books, LedgerEvent.DONATION, donation["public_id"], lines, actor=finance, at=gift.at)

    @property
    def _since(self) -> datetime:
        return self._plan.window.start - scene.BEFORE

    def _user(self, helper: Helper, role: Role) -> Row:
        user = self._books.add(
            User,
            self._since,
            password=self._books.password(),
            public_id=self._books.uuid(),
            email=helper.address,
            first_name=helper.first_name,
            last_name=helper.last_name,
            time_zone=helper.time_zone,
            is_staff=role in OPENS_BACK_OFFICE,
            is_demonstration=True,
            date_joined=self._since,
        )
        self._books.add(EmailAddress, user_id=user["id"], email=helper.address, verified=True, primary=True)
        given = {"user_id": user["id"], "group_id": self._groups[role.value]}
        self._books.add(User.groups.through, self._since, **given)
        return {name: user[name] for name in ("id", "public_id", "email", "language")}


def as_row(user: User) -> Row:
    """Return of a user who is there already what messages and references need."""
    return {
        "id": str(user.pk),
        "public_id": str(user.public_id),
        "email": user.email,
        "language": user.language,
    }


def post(
    books: Books, event: LedgerEvent, subject: str, lines: dict[Account, Any], *, actor: str, at: datetime
) -> None:
    """Write what `funding.ledger.post` writes."""
    entry = books.add(
        LedgerTransaction,
        public_id=books.uuid(),
        event=event,
        subject=subject,
        actor_id=actor,
        recorded_at=at,
    )
    for account, amount in lines.items():
        books.add(LedgerLine, transaction_id=entry["id"], account=account, amount=amount)
