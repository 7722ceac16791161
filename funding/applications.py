"""Applying for funding: writing, handing in, which freezes a copy and the facts, and what staff answer."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates import pipeline
from candidates.enums import CandidacyStatus
from candidates.models import Candidacy
from candidates.pipeline import is_own
from core.accounts.models import User
from core.accounts.predicates import is_finance
from core.lifecycle import Edge, Lifecycle, Refused
from core.outbox.services import enqueue
from funding.caps import keep_cap
from funding.checking import check_one
from funding.copies import content_of, keep_copy
from funding.documents import documents_of
from funding.eligibility import FAIL, PASS, verdict_on
from funding.enums import OPEN, WRITABLE, ApplicationStatus, AwardStatus
from funding.facts import facts_of, freeze
from funding.models import FundingApplication
from funding.parts import gaps_in, parts_of
from funding.policy import current_policy

WRITTEN = (
    "committee_name",
    "committee_registration",
    "treasurer_name",
    "requested",
    "win_number",
    "plan",
    "use_of_money",
    "declarations",
)

# What no waiting changes: the age, the office, whether we go on together, the place on the ballot.
UNCHANGED_BY_WAITING = ("R1", "R3", "standing", "status")


def by_the_applicant(actor: User | None, subject: FundingApplication) -> bool:
    return actor is not None and actor.pk == subject.candidacy.candidate.user_id


def by_finance(actor: User | None, subject: FundingApplication) -> bool:
    return actor is not None and bool(is_finance(actor)) and not is_own(actor, subject.candidacy)


def by_staff(actor: User | None, subject: FundingApplication) -> bool:
    return pipeline.by_staff(actor, subject.candidacy)


APPLICATION = Lifecycle(
    "status",
    [
        Edge(ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED, by_the_applicant),
        Edge(ApplicationStatus.SUBMITTED, ApplicationStatus.AWARDED, by_finance),
        Edge(ApplicationStatus.SUBMITTED, ApplicationStatus.DECLINED, by_staff),
        Edge(ApplicationStatus.SUBMITTED, ApplicationStatus.RETURNED, by_staff),
        Edge(ApplicationStatus.RETURNED, ApplicationStatus.SUBMITTED, by_the_applicant),
        Edge(ApplicationStatus.RETURNED, ApplicationStatus.DECLINED, by_staff),
    ],
)


@APPLICATION.guard(ApplicationStatus.RETURNED)
@APPLICATION.guard(ApplicationStatus.DECLINED)
def no_award_waits(application: FundingApplication, *, at: datetime) -> None:
    if application.awards.filter(status=AwardStatus.REQUESTED).exists():
        raise Refused("award_waits", _("An award for it waits for approval. Have it turned down first."))


def open_application(candidacy: Candidacy, *, at: datetime) -> FundingApplication:
    """Return the open application of `candidacy`, begun now if there is none. Raises Refused before the ballot."""
    if candidacy.status != CandidacyStatus.ON_BALLOT:
        raise Refused("not_on_ballot", _("You can apply once we have checked that you are on the ballot."))
    current = FundingApplication.objects.filter(candidacy=candidacy, status__in=OPEN).first()
    if current is not None:
        return current
    try:
        with transaction.atomic():
            made: FundingApplication = FundingApplication.objects.create(candidacy=candidacy, created_at=at)
            return made
    except IntegrityError:
        return FundingApplication.objects.get(candidacy=candidacy, status__in=OPEN)


def version_of(application: FundingApplication | None) -> str:
    """Return what tells one state of a draft from every other: of what was never written, an empty text."""
    if application is None:
        return ""
    written = json.dumps([str(getattr(application, name)) for name in WRITTEN])
    return sha256(f"{application.pk} {written}".encode()).hexdigest()[:24]


@transaction.atomic
def save_draft(
    application: FundingApplication, *, seen: str | None = None, **fields: Any
) -> FundingApplication:
    """Keep what has been written so far, and return the draft as it is now.

    Raises Refused while it is handed in, once it was answered, and when it is not as `seen`, the version that the
    writer's page shows: somebody else has written meanwhile.
    """
    draft: FundingApplication = FundingApplication.objects.select_for_update(of=("self",)).get(
        pk=application.pk
    )
    if draft.status not in WRITABLE:
        raise Refused("handed_in", _("This application has been handed in; it can no longer be changed."))
    if seen is not None and seen != version_of(draft):
        raise Refused(
            "written_meanwhile",
            _(
                "Somebody has written at this meanwhile, perhaps you in another window. Open it again there first."
            ),
        )
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(fields))
    draft.refresh_from_db()
    return draft


@transaction.atomic
def hand_in(application: FundingApplication, *, actor: User, at: datetime) -> None:
    """Freeze the facts and a copy, and hand the application in; before funding opens as well, only the award waits.

    Raises Refused that names what is missing.
    """
    locked = FundingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    candidacy = locked.candidacy
    missing = gaps_in(parts_of(locked, status=candidacy.status, gifts=0))
    if missing:
        parts = ", ".join(str(gap) for gap in missing)
        raise Refused("incomplete", _("Still to do: %(parts)s.") % {"parts": parts})
    facts = facts_of(candidacy, now=at)
    policy = current_policy(facts.as_of)
    verdict = verdict_on(facts, policy)
    content = content_of(locked, raised=verdict.raised, documents=documents_of(locked))
    last = locked.revisions.order_by("number").last()
    is_another_plan = last is not None and last.content.get("plan") != content["plan"]
    changes = {
        "frozen_facts": freeze(facts, policy),
        "average_cost": verdict.average_cost,
        "submitted_at": at,
        "plan_version": locked.plan_version + is_another_plan,
    }
    APPLICATION.move(application, ApplicationStatus.SUBMITTED, actor=actor, at=at, changes=changes)
    keep_copy(locked, content, at=at)
    if verdict.cap is not None:
        keep_cap(candidacy, verdict.cap)
    enqueue(
        "application_received",
        actor,
        {"application": str(locked.public_id)},
        key=f"application_received:{locked.public_id}{_time(locked, ApplicationStatus.SUBMITTED)}",
    )
    check_one(candidacy, now=at)


def _time(application: FundingApplication, status: ApplicationStatus) -> str:
    """Return what tells the mail of the second, third, … time that an application came to `status` from the first."""
    times = application.transitions.filter(to_state=status).count()
    return f":{times}" if times > 1 else ""


@transaction.atomic
def decline(
    application: FundingApplication, *, reason: str, actor: User, at: datetime, seen: str | None = None
) -> None:
    """Say "not now" to an application, with its reason; the applicant hears why and what would change it.

    Raises Refused before funding opens (R15), unless a rule stands in the way that waiting does not change.
    """
    _refuse_before_it_opens(application, at=at)
    APPLICATION.move(application, ApplicationStatus.DECLINED, actor=actor, at=at, reason=reason, seen=seen)
    enqueue(
        "application_declined",
        application.candidacy.candidate.user,
        {"application": str(application.public_id)},
        key=f"application_declined:{application.public_id}",
    )


def _refuse_before_it_opens(application: FundingApplication, *, at: datetime) -> None:
    verdict = verdict_on(facts_of(application.candidacy, now=at), current_policy())
    never = any(verdict.outcome_of(rule) == FAIL for rule in UNCHANGED_BY_WAITING)
    if verdict.outcome_of("R15") != PASS and not never:
        day = date_format(verdict.opens_on, "DATE_FORMAT") if verdict.opens_on else _("a date not known yet")
        raise Refused(
            "too_early",
            _("Funding opens on %(day)s; until then ask for more instead, or wait.") % {"day": day},
        )


@transaction.atomic
def ask_for_more(
    application: FundingApplication, *, wanted: str, actor: User, at: datetime, seen: str | None = None
) -> None:
    """Give an application back to be completed, with what is wanted. Raises Refused without words, or once answered."""
    if not wanted.strip():
        raise Refused("no_words", _("Say what is still wanted."))
    changes = {"wanted": wanted.strip()}
    APPLICATION.move(application, ApplicationStatus.RETURNED, actor=actor, at=at, seen=seen, changes=changes)
    enqueue(
        "more_information",
        application.candidacy.candidate.user,
        {"application": str(application.public_id)},
        key=f"more_information:{application.public_id}{_time(application, ApplicationStatus.RETURNED)}",
    )
