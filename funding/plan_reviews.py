"""R18: reviewers score a campaign plan without knowing whose it is, nor what the other said until both are in."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from candidates.pipeline import is_own
from core.accounts.models import User
from core.accounts.predicates import is_plan_reviewer
from core.lifecycle import NotPermitted, Refused
from funding.checking import check_one
from funding.enums import FAR_APART, WEIGHTS, ApplicationStatus, PlanSection
from funding.models import FundingApplication, PlanReview
from funding.policy import current_policy

# A rating below this needs a sentence that says what would make the section better.
WEAK_BELOW = 2


def weighted(ratings: Mapping[str, int]) -> int:
    """Return the score of a plan, 0 to 100: each section's rating (0 to 4) times its weight (together 25)."""
    return sum(weight * ratings[section.value] for section, weight in WEIGHTS.items())


def wants_another(scores: list[int], *, reviewers: int) -> bool:
    """Whether a plan with these scores is to be scored once more: by `reviewers`, and by one more if far apart."""
    if len(scores) < reviewers:
        return True
    return len(scores) == reviewers and max(scores) - min(scores) > FAR_APART


def reviews_of(application: FundingApplication) -> list[PlanReview]:
    """Return the scorings of the plan that was handed in last, the first one first."""
    scored = application.plan_reviews.filter(plan_version=application.plan_version)
    return list(scored.order_by("reviewed_at", "pk"))


def is_scored(application: FundingApplication) -> bool:
    """Whether nobody is to score the plan any more."""
    scores = [review.score for review in reviews_of(application)]
    return not wants_another(scores, reviewers=current_policy().plan_reviewers)


@transaction.atomic
def score_plan(
    application: FundingApplication,
    *,
    ratings: Mapping[str, int],
    improvement: str,
    improvements: Mapping[str, str] | None = None,
    actor: User,
    at: datetime,
) -> PlanReview:
    """Keep one reviewer's scoring, weighted to 0–100; `improvements` has a sentence for each section below 2.

    Raises Refused for the own plan, for a second scoring of it, for a weak section without its sentence, and when
    enough reviewers have scored it.
    """
    locked = FundingApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not is_plan_reviewer(actor) or is_own(actor, locked.candidacy):
        raise NotPermitted("not_permitted", _("You may not score this plan."))
    if locked.status != ApplicationStatus.SUBMITTED:
        raise Refused("not_handed_in", _("Only plans that have been handed in are scored."))
    said = {section: text.strip() for section, text in (improvements or {}).items() if text.strip()}
    _refuse_silence(ratings, said)
    earlier = reviews_of(locked)
    if any(review.reviewer_id == actor.pk for review in earlier):
        raise Refused("scored", _("You have scored this plan already."))
    if not wants_another([review.score for review in earlier], reviewers=current_policy().plan_reviewers):
        raise Refused("enough", _("Enough reviewers have scored this plan already. Thank you."))
    try:
        with transaction.atomic():
            review: PlanReview = PlanReview.objects.create(
                application=locked,
                reviewer=actor,
                score=weighted(ratings),
                improvement=improvement,
                improvements=said,
                plan_version=locked.plan_version,
                reviewed_at=at,
                **ratings,
            )
    except IntegrityError as error:
        raise Refused("scored", _("You have scored this plan already.")) from error
    check_one(locked.candidacy, now=at)
    return review


def _refuse_silence(ratings: Mapping[str, int], said: Mapping[str, str]) -> None:
    silent = [
        str(section.label)
        for section in PlanSection
        if ratings[section.value] < WEAK_BELOW and section.value not in said
    ]
    if silent:
        raise Refused(
            "no_sentence",
            _("Below 2 the applicant needs one sentence that says what would make it better: %(sections)s.")
            % {"sections": ", ".join(silent)},
        )


def advice_for(application: FundingApplication) -> list[tuple[str, list[str]]]:
    """Return what would make each weak section better, in the rubric's order, and last what was said of the whole.

    For the applicant: no score, no name, and nothing before the scoring is over or the application is answered.
    """
    is_answered = application.status not in (ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED)
    reviews = reviews_of(application)
    if not (reviews and (is_answered or is_scored(application))):
        return []
    found = [
        (str(section.label), [text for review in reviews if (text := review.improvements.get(section.value))])
        for section in PlanSection
    ]
    found.append((str(_("The whole plan")), [review.improvement for review in reviews if review.improvement]))
    return [(label, sentences) for label, sentences in found if sentences]
