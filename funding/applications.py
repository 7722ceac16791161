"""Applying for funding: gifts, plan, amount; handing it in freezes the facts; reviewers score the plan blind."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates import pipeline
from candidates.enums import CandidacyStatus
from candidates.models import Candidacy
from candidates.pipeline import is_own
from core.accounts.models import User
from core.accounts.predicates import is_finance, is_plan_reviewer, is_program_staff
from core.lifecycle import Edge, Lifecycle, NotPermitted, Refused
from core.outbox.services import enqueue
from funding.checking import check_one
from funding.eligibility import PASS, Verdict, verdict_on
from funding.enums import OPEN, WEIGHTS, WRITABLE, ApplicationStatus, AwardStatus
from funding.facts import facts_of, freeze
from funding.models import CandidacyFunding, FundingApplication, Gift, PlanReview
from funding.policy import current_policy


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


def save_draft(application: FundingApplication, **fields: Any) -> None:
    """Keep what has been written so far. Raises Refused while it is handed in, and once it was answered."""
    draft = FundingApplication.objects.filter(pk=application.pk, status__in=WRITABLE)
    if not draft.update(**fields):
        raise Refused("handed_in", _("This application has been handed in; it can no longer be changed."))


@transaction.atomic
def hand_in(application: FundingApplication, *, actor: User, at: datetime) -> None:
    """Freeze the facts and hand the application in. Raises Refused that names what is missing."""
    locked = FundingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    missing = [
        str(label)
        for label, value in (
            (_("the committee"), locked.committee_name),
            (_("the treasurer"), locked.treasurer_name),
            (_("the campaign plan"), locked.plan),
            (_("the amount"), locked.requested),
        )
        if not value
    ]
    if missing:
        raise Refused("incomplete", _("Still to do: %(parts)s.") % {"parts": ", ".join(missing)})
    facts = facts_of(locked.candidacy, now=at)
    verdict = verdict_on(facts, current_policy())
    _refuse_before_it_opens(verdict)
    changes = {"frozen_facts": freeze(facts), "average_cost": verdict.average_cost, "submitted_at": at}
    APPLICATION.move(application, ApplicationStatus.SUBMITTED, actor=actor, at=at, changes=changes)
    if verdict.cap is not None:
        _keep_cap(locked.candidacy, verdict.cap)
    enqueue(
        "application_received",
        actor,
        {"application": str(locked.public_id)},
        key=f"application_received:{locked.public_id}{_time(locked, ApplicationStatus.SUBMITTED)}",
    )
    check_one(locked.candidacy, now=at)


def _time(application: FundingApplication, status: ApplicationStatus) -> str:
    """Return what tells the mail of the second, third, … time that an application came to `status` from the first."""
    times = application.transitions.filter(to_state=status).count()
    return f":{times}" if times > 1 else ""


def _refuse_before_it_opens(verdict: Verdict) -> None:
    """R15: the day before is refused with the opening date."""
    if verdict.outcome_of("R15") != PASS:
        day = date_format(verdict.opens_on, "DATE_FORMAT") if verdict.opens_on else _("a date not known yet")
        raise Refused(
            "too_early", _("Funding opens on %(day)s. Your draft is kept: hand it in then.") % {"day": day}
        )


def _keep_cap(candidacy: Candidacy, cap: Decimal) -> None:
    """R16: the cap never falls below what was awarded before."""
    funding, created = CandidacyFunding.objects.select_for_update().get_or_create(
        candidacy=candidacy, defaults={"cap": cap}
    )
    if not created:
        funding.cap = max(cap, funding.awarded)
        funding.save(update_fields=["cap"])


@transaction.atomic
def decline(
    application: FundingApplication, *, reason: str, actor: User, at: datetime, seen: str | None = None
) -> None:
    """Say "not now" to an application, with its reason; the applicant hears why and what would change it."""
    APPLICATION.move(application, ApplicationStatus.DECLINED, actor=actor, at=at, reason=reason, seen=seen)
    enqueue(
        "application_declined",
        application.candidacy.candidate.user,
        {"application": str(application.public_id)},
        key=f"application_declined:{application.public_id}",
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


@transaction.atomic
def add_gift(candidacy: Candidacy, *, now: datetime, **fields: Any) -> Gift:
    """Note a gift as the candidate reports it; it counts once somebody has seen the receipt."""
    gift = Gift.objects.create(candidacy=candidacy, created_at=now, **fields)
    check_one(candidacy, now=now)
    return gift


@transaction.atomic
def document_gift(gift: Gift, *, actor: User, now: datetime) -> bool:
    """Note that `actor` has seen the receipt; return False when somebody had before. Not for one's own campaign."""
    if not (is_program_staff(actor) or is_finance(actor)) or is_own(actor, gift.candidacy):
        raise NotPermitted("not_permitted", _("You may not document this gift."))
    seen = Gift.objects.filter(pk=gift.pk, documented_at__isnull=True)
    changed = seen.update(documented_at=now, documented_by=actor)
    if changed:
        check_one(gift.candidacy, now=now)
    return bool(changed)


@transaction.atomic
def score_plan(
    application: FundingApplication, *, ratings: dict[str, int], improvement: str, actor: User, at: datetime
) -> PlanReview:
    """R18: keep one reviewer's scoring, weighted to 0–100. Raises Refused for the own plan or a second scoring."""
    if not is_plan_reviewer(actor) or is_own(actor, application.candidacy):
        raise NotPermitted("not_permitted", _("You may not score this plan."))
    if application.status != ApplicationStatus.SUBMITTED:
        raise Refused("not_handed_in", _("Only plans that have been handed in are scored."))
    score = sum(WEIGHTS[section] * ratings[section.value] for section in WEIGHTS)
    try:
        with transaction.atomic():
            review: PlanReview = PlanReview.objects.create(
                application=application,
                reviewer=actor,
                score=score,
                improvement=improvement,
                reviewed_at=at,
                **ratings,
            )
    except IntegrityError as error:
        raise Refused("scored", _("You have scored this plan already.")) from error
    check_one(application.candidacy, now=at)
    return review
