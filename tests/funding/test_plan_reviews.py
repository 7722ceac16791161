"""R18: two score a plan blind, a third where they are far apart; the applicant reads what would make it better."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from candidates.enums import Stage
from candidates.models import Candidacy
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from funding import applications, plan_reviews
from funding.blind import MASK, mask
from funding.enums import WEIGHTS, ApplicationStatus, PlanSection
from funding.facts import facts_of
from funding.models import FundingApplication, PlanReview
from funding.plan_reviews import advice_for, is_scored, score_plan, wants_another, weighted
from tests.factories.money import written
from tests.factories.people import bring_to, make_user, put_on_ballot
from tests.ops.test_access import sign_in

NOW = datetime(2026, 8, 1, 15, tzinfo=UTC)
DAY = timedelta(days=1)
# All 3 make 75; one point more or less in `field` is 5, in `calendar` 2, in `win_number` 3, in `budget` 4.
THREES = dict.fromkeys(PlanSection.values, 3)
ratings_strategy = st.fixed_dictionaries({name: st.integers(0, 4) for name in PlanSection.values})


@pytest.fixture
def candidacy(db: None) -> Candidacy:
    user = make_user(first_name="Zoë", last_name="Quillfeather", email="zoe.q@example.org")
    candidate = bring_to(Stage.COMMITTED, now=NOW - 60 * DAY, user=user)
    return put_on_ballot(candidate, ballot_date=date(2026, 5, 1), now=NOW - 60 * DAY)


@pytest.fixture
def application(candidacy: Candidacy) -> FundingApplication:
    draft = applications.open_application(candidacy, at=NOW)
    applications.save_draft(
        draft, **written(10, committee_name="Zoë for Books", treasurer_name="Bo Vanterpool")
    )
    applications.hand_in(draft, actor=candidacy.candidate.user, at=NOW)
    return FundingApplication.objects.get()


def reviewer() -> User:
    return make_user(Role.PLAN_REVIEWER)


def score(application: FundingApplication, by: User, **changes: Any) -> PlanReview:
    ratings = {**THREES, **{name: value for name, value in changes.items() if name in THREES}}
    said: Mapping[str, str] = changes.get("improvements", {})
    return score_plan(application, ratings=ratings, improvement="", improvements=said, actor=by, at=NOW)


@given(ratings_strategy, st.sampled_from(PlanSection.values))
def test_r18_a_better_rating_never_makes_a_worse_score_and_the_best_is_100(
    ratings: dict[str, int], section: str
) -> None:
    better = {**ratings, section: min(4, ratings[section] + 1)}
    assert 0 <= weighted(ratings) <= weighted(better) <= 100
    assert weighted(dict.fromkeys(PlanSection.values, 4)) == 100
    assert sum(WEIGHTS.values()) == 25


@pytest.mark.parametrize(
    ("scores", "another"),
    [([], True), ([75], True), ([75, 55], False), ([75, 54], True), ([54, 75], True), ([75, 54, 60], False)],
)
def test_a_third_is_wanted_where_two_are_more_than_twenty_apart(scores: list[int], another: bool) -> None:
    assert wants_another(scores, reviewers=2) is another


def test_the_queue_and_the_door_agree_on_who_scores_next(application: FundingApplication) -> None:
    first, second, third, fourth = (reviewer() for _ in range(4))
    waiting = FundingApplication.objects.to_review_by
    score(application, first)
    assert not waiting(first).exists()
    # 75 and 54: budget, field, calendar, win number and one more of four taken off.
    score(application, second, field=1, budget=1, win_number=2, improvements={"field": "F.", "budget": "B."})
    assert [review.score for review in plan_reviews.reviews_of(application)] == [75, 54]
    assert waiting(third).exists()
    assert not is_scored(application)
    score(application, third)
    assert not waiting(fourth).exists()
    with pytest.raises(Refused, match="Enough reviewers"):
        score(application, fourth)
    assert is_scored(application)


def test_two_who_agree_are_enough(application: FundingApplication) -> None:
    score(application, reviewer())
    score(application, reviewer(), field=2)
    with pytest.raises(Refused, match="Enough reviewers"):
        score(application, reviewer())


def test_below_two_a_sentence_is_wanted_and_at_two_it_is_not(application: FundingApplication) -> None:
    with pytest.raises(Refused, match="Voters, Team"):
        score(application, reviewer(), voters=1, team=0, field=2, improvements={"voters": "  "})
    assert score(application, reviewer(), voters=2).improvements == {}


def test_the_applicant_reads_every_sentence_and_no_score_once_all_have_scored(
    application: FundingApplication,
) -> None:
    said = {"voters": "Count the groups."}
    score(application, reviewer(), voters=1, improvements=said)
    page = f"/funding/{application.candidacy.public_id}/"
    client = sign_in(application.candidacy.candidate.user)
    assert advice_for(application) == []
    assert "Count the groups." not in client.get(page).content.decode()
    score(application, reviewer())
    assert advice_for(application) == [("Voters", ["Count the groups."])]
    shown = client.get(page).content.decode()
    assert "Count the groups." in shown
    assert "69" not in shown.partition('id="advice"')[2].partition("</section>")[0]


def test_a_reviewer_reads_of_the_other_only_when_both_are_in(application: FundingApplication) -> None:
    first, second, outsider = reviewer(), reviewer(), reviewer()
    score(application, first)
    assert list(PlanReview.objects.visible_to(second)) == []
    mine = score(application, second)
    assert set(PlanReview.objects.visible_to(second)) == {mine, PlanReview.objects.get(reviewer=first)}
    assert PlanReview.objects.visible_to(first).count() == 2
    assert not PlanReview.objects.visible_to(outsider).exists()


def test_another_plan_is_scored_anew_and_the_same_one_is_not(application: FundingApplication) -> None:
    one, other, staff = reviewer(), reviewer(), make_user(Role.PROGRAM_STAFF)
    score(application, one)
    score(application, other)
    owner = application.candidacy.candidate.user

    def hand_in_again(**changes: Any) -> None:
        applications.ask_for_more(application, wanted="More.", actor=staff, at=NOW)
        applications.save_draft(application, **changes)
        applications.hand_in(FundingApplication.objects.get(), actor=owner, at=NOW)
        application.refresh_from_db()

    hand_in_again(committee_name="Another committee")
    assert len(facts_of(application.candidacy, now=NOW).plan_reviews) == 2
    hand_in_again(plan="Doors, and every one of them counted.")
    assert facts_of(application.candidacy, now=NOW).plan_reviews == []
    assert score(application, one).plan_version == 1


def test_r18_who_may_not_score(application: FundingApplication) -> None:
    for somebody in (
        make_user(Role.PROGRAM_STAFF),
        make_user(Role.FINANCE),
        application.candidacy.candidate.user,
    ):
        with pytest.raises(NotPermitted):
            score(application, somebody)


PLANTED = (
    "I am ZOE Quillfeather, zoë.\u200bq. Write to zoe.q@example.org or call (512) 555-0147, +1 512 555 0148; follow "
    "@zoeforbooks and #ZoeForBooks, see https://zoeforbooks.example and quillfeather.vote. Treasurer: Bo Vanterpool. "
    "ZOË FOR BOOKS pays. Q\u00ad uillfeather's doors: 300."
)
TELLING = (
    "zoe", "zoë", "quillfeather", "vanterpool", "zoe.q", "555-0147", "555 0148", "zoeforbooks", "for books",
)  # fmt: skip


def test_a_planted_name_is_on_no_page_of_the_reviewer(candidacy: Candidacy) -> None:
    draft = applications.open_application(candidacy, at=NOW)
    parts = written(10, committee_name="Zoë for Books", treasurer_name="Bo Vanterpool", plan=PLANTED)
    applications.save_draft(draft, **parts)
    applications.hand_in(draft, actor=candidacy.candidate.user, at=NOW)
    staff = make_user(Role.PROGRAM_STAFF)
    applications.ask_for_more(draft, wanted="Zoë, more.", actor=staff, at=NOW)
    applications.save_draft(draft, plan=f"{PLANTED}\nThe second time, Zoë says more.")
    applications.hand_in(FundingApplication.objects.get(), actor=candidacy.candidate.user, at=NOW)
    me = reviewer()
    client, key = sign_in(me), draft.pk
    one = "admin:funding_fundingapplication_{}"
    pages = [
        "/staff/",
        reverse(one.format("changelist")),
        f"{reverse(one.format('changelist'))}?q=Quillfeather",
        reverse(one.format("change"), args=[key]),
        reverse(one.format("history"), args=[key]),
        f"{reverse('admin:funding_planreview_add')}?application={key}",
        reverse("admin:funding_planreview_changelist"),
    ]
    seen = {page: client.get(page).content.decode().lower() for page in pages}
    assert "doors: 300" in seen[pages[3]]
    assert "the second time" in seen[pages[3]]
    assert "doors: 300" in seen[pages[5]]
    leaks = {
        (page, word) for page, text in seen.items() for word in TELLING if word in text and "?q=" not in page
    }
    assert leaks == set()
    guess = f"{reverse(one.format('changelist'))}?candidacy__candidate__user__last_name=Quillfeather"
    assert client.get(guess, follow=True).status_code in (302, 400, 403, 200)
    assert client.get(f"/funding/{candidacy.public_id}/copies/").status_code != 200


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(["Quillfeather", "Álvarez", "Nguyễn"]),
    st.sampled_from([str.upper, str.lower, str.title]),
)
def test_no_name_is_left_in_a_masked_text(around: str, name: str, case: Any) -> None:
    text = mask(f"{around} {case(name)} {around}", [name])
    assert MASK in text
    assert name.casefold() not in text.casefold()


def test_short_names_are_masked_alone_and_words_around_them_stay() -> None:
    assert mask("Li knocks on every lid. LI!", ["Li"]) == f"{MASK} knocks on every lid. {MASK}!"


def test_reviewers_see_only_what_is_handed_in(application: FundingApplication) -> None:
    FundingApplication.objects.update(status=ApplicationStatus.RETURNED)
    assert not FundingApplication.objects.to_review_by(reviewer()).exists()
