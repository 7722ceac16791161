"""Committees are paid, not people: before a payment somebody of ours has looked in whose name the account is."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from funding.applications import by_finance, by_staff
from funding.models import AccountCheck, Award, FundingApplication

# The routing numbers of banks have nine digits, and accounts as many or more.
ACCOUNT_NUMBER = re.compile(r"\d(?:[\s-]?\d){8}")


@transaction.atomic
def check_account(
    application: FundingApplication,
    *,
    registration: str,
    account_holder: str,
    seen: str,
    belongs: bool,
    actor: User,
    at: datetime,
) -> AccountCheck:
    """Record in whose name the account is that would be paid, who looked, and when. A later check takes its place.

    Raises Refused for an account in the name of the candidate or the treasurer, for a committee without a name, and
    for an account's number, which is not kept here.
    """
    if not (by_staff(actor, application) or by_finance(actor, application)):
        raise NotPermitted(
            "not_permitted", _("Only program staff and finance check this, and not for themselves.")
        )
    locked = FundingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if ACCOUNT_NUMBER.search(account_holder) or ACCOUNT_NUMBER.search(seen):
        raise Refused("account_number", _("Leave the account’s number out: it is not kept here."))
    if belongs:
        _refuse_what_is_no_committee(locked, account_holder)
    made: AccountCheck = AccountCheck.objects.create(
        application=locked,
        committee_name=locked.committee_name,
        registration=registration.strip(),
        account_holder=account_holder.strip(),
        seen=seen.strip(),
        belongs=belongs,
        checked_by=actor,
        checked_at=at,
    )
    return made


def _refuse_what_is_no_committee(application: FundingApplication, account_holder: str) -> None:
    if not application.committee_name.strip():
        raise Refused("no_committee", _("The application names no committee."))
    people = (application.candidacy.candidate.user.full_name, application.treasurer_name)
    if is_name_of(account_holder, people):
        raise Refused(
            "a_person", _("This account is in a person’s name. Committees are paid, not people: answer “no”.")
        )


def is_name_of(account_holder: str, people: tuple[str, ...]) -> bool:
    """Return whether the account is in the name of one of `people`, or of several of them, whatever the order."""
    holder = _words(account_holder)
    names = [_words(name) for name in people]
    everybody = frozenset().union(*names)
    return bool(holder) and (holder in names or (holder <= everybody and len(holder) > 1))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{2,}", name.casefold())) - {"and", "or"}


def _that_count() -> QuerySet[AccountCheck]:
    """The newest check of each application, if it says yes, and of the committee that the application names now."""
    of_the_same = AccountCheck.objects.filter(application=OuterRef("application"))
    newest = of_the_same.order_by("-pk").values("pk")[:1]
    return AccountCheck.objects.filter(
        pk=Subquery(newest), belongs=True, committee_name=F("application__committee_name")
    )


def check_of(application: FundingApplication) -> AccountCheck | None:
    """Return the check by which the committee of `application` can be paid."""
    return _that_count().filter(application=application).select_related("checked_by").first()


def with_checks(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Add `account_checked` to each of `awards`: whether a check counts by which it can be paid."""
    return awards.annotate(account_checked=Exists(_that_count().filter(application=OuterRef("application"))))


def unchecked(awards: QuerySet[Award]) -> QuerySet[Award]:
    """Return those of `awards` that cannot be paid before somebody has checked the account."""
    return with_checks(awards).filter(Q(account_checked=False))
