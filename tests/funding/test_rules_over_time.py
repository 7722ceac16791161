"""Rules in versions, what is looked at again and when, and decisions that can be replayed."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from candidates.candidacies import override_waiting_time
from candidates.enums import Stage, Standing
from candidates.models import Candidacy, Candidate
from core.accounts.models import User
from core.accounts.roles import Role
from core.lifecycle import NotPermitted, Refused
from core.outbox.models import OutgoingMessage
from funding.checking import check_all, check_one
from funding.due import mark_for
from funding.eligibility import Policy, verdict_on
from funding.facts import facts_of
from funding.freezing import freeze, replay, thaw
from funding.gifts import add_gift, document_gift
from funding.models import CandidacyChecks, EligibilityDue, EligibilityVerdict, FundingPolicy
from funding.policy import Policies, adopt, current_policy
from funding.stated import read_facts
from offices.models import CostObservation
from tests.factories.offices import CostObservationFactory, OfficeFactory
from tests.factories.people import bring_to, make_user, put_on_ballot
from tests.funding.test_worked_facts import stated
from tests.funding.worked import worked_facts

pytestmark = pytest.mark.slow

BALLOT = date(2026, 6, 1)
VERIFIED = datetime(2026, 6, 2, 15, tzinfo=UTC)
# Midnight in Chicago, the office's zone, on the day on which funding opens.
OPENS = datetime(2026, 8, 1, 5, tzinfo=UTC)


@pytest.fixture
def candidacy(db: None) -> Candidacy:
    made = put_on_ballot(
        bring_to(Stage.COMMITTED, now=VERIFIED),
        ballot_date=BALLOT,
        now=VERIFIED,
        election_date=date(2026, 11, 3),
    )
    CostObservationFactory(office=made.race.office, amount=Decimal("1000.00"))
    check_all(now=VERIFIED)
    return made


@pytest.fixture
def staff(db: None) -> User:
    return make_user(Role.PROGRAM_STAFF)


def verdicts(candidacy: Candidacy) -> list[EligibilityVerdict]:
    return list(EligibilityVerdict.objects.filter(candidacy=candidacy).order_by("pk"))


def version(effective_from: date, **numbers: Any) -> FundingPolicy:
    """A version that was adopted, by whomever: the clock of the tests stands later than their story."""
    made: FundingPolicy = FundingPolicy.objects.create(effective_from=effective_from, **numbers)
    mark_for(effective_from)
    return made


def test_the_newest_version_that_holds_counts_and_before_the_first_one_the_settings(
    db: None, settings: Any
) -> None:
    settings.PROGRAM_FUNDING_WAIT_MONTHS = 5
    version(date(2026, 3, 1), wait_months=3)
    version(date(2026, 9, 1), wait_months=4, needs_opponent=True)
    days = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 8, 31), date(2026, 9, 1))
    assert [current_policy(day).wait_months for day in days] == [5, 3, 3, 4]
    assert current_policy(days[-1]) == Policy(wait_months=4, needs_opponent=True)
    assert [Policies.load().next_after(day) for day in days] == [days[1], days[3], days[3], None]


def test_a_version_holds_from_a_day_to_come_and_is_never_changed(staff: User, now: datetime) -> None:
    today = now.date()
    with pytest.raises(Refused, match="backwards"):
        adopt(FundingPolicy(effective_from=today), actor=staff, at=now)
    with pytest.raises(NotPermitted):
        adopt(FundingPolicy(effective_from=today + timedelta(days=9)), actor=make_user(Role.MENTOR), at=now)
    adopted = adopt(FundingPolicy(effective_from=today + timedelta(days=9)), actor=staff, at=now)
    with pytest.raises(Refused, match="already"):
        adopt(FundingPolicy(effective_from=adopted.effective_from), actor=staff, at=now)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        FundingPolicy.objects.filter(pk=adopted.pk).update(wait_months=1)


def test_a_share_of_more_than_everything_is_no_share(db: None) -> None:
    with pytest.raises(IntegrityError, match="a_share_is_a_share"), transaction.atomic():
        FundingPolicy.objects.create(effective_from=date(2026, 3, 1), share=Decimal("1.5"))


def test_other_rules_are_noticed_at_midnight_of_the_day_from_which_they_hold(candidacy: Candidacy) -> None:
    check_all(now=OPENS)
    version(date(2026, 8, 10), wait_months=3)
    midnight = datetime(2026, 8, 10, 5, tzinfo=UTC)
    assert check_all(now=midnight - timedelta(seconds=1)) == 0
    assert check_all(now=midnight) == 1
    assert [row.opens_on for row in verdicts(candidacy)][-1] == date(2026, 9, 1)


def test_other_numbers_in_the_settings_are_noticed(candidacy: Candidacy, settings: Any) -> None:
    settings.PROGRAM_FUNDING_WAIT_MONTHS = 1
    assert check_all(now=VERIFIED + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("switch", "rule"),
    [
        ("needs_opponent", "opponent"),
        ("needs_background_check", "background_check"),
        ("needs_staff_interview", "staff_interview"),
    ],
)
def test_a_switch_is_off_until_a_version_turns_it_on(candidacy: Candidacy, switch: str, rule: str) -> None:
    def outcome() -> str:
        facts = facts_of(candidacy, now=OPENS)
        return verdict_on(facts, current_policy(facts.as_of)).outcome_of(rule)

    with pytest.raises(StopIteration):
        outcome()
    version(date(2026, 7, 1), **{switch: True})
    assert outcome() == "undetermined"
    for known, told in ((False, "fail"), (True, "pass")):
        candidacy.has_opponent = known
        CandidacyChecks.objects.update_or_create(
            candidacy=candidacy, defaults={"background_passed": known, "interview_held": known}
        )
        assert outcome() == told


def gift(candidacy: Candidacy, staff: User, donor: str, amount: str, now: datetime = OPENS) -> None:
    given = {"donor": donor, "amount": Decimal(amount), "kind": "gift", "given_on": BALLOT}
    document_gift(add_gift(candidacy, now=now, **given), actor=staff, now=now)


def test_the_candidate_hears_once_that_the_rules_are_met_and_once_that_they_are_not_any_more(
    candidacy: Candidacy, staff: User
) -> None:
    def told() -> list[tuple[str, str | None]]:
        found = OutgoingMessage.objects.filter(kind__startswith="funding_").order_by("pk")
        return [(message.kind, message.context.get("verdict")) for message in found]

    check_all(now=OPENS)
    gift(candidacy, staff, "A", "100")
    gift(candidacy, staff, "B", "50")
    for _again in range(2):
        check_all(now=OPENS + timedelta(hours=1))
    Candidate.objects.filter(pk=candidacy.candidate_id).update(standing=Standing.WITHDRAWN)
    for _again in range(2):
        check_all(now=OPENS + timedelta(hours=2))
    assert told() == [
        ("funding_open", None),
        ("funding_verdict", "eligible"),
        ("funding_verdict", "not_eligible"),
    ]


def changes(candidacy: Candidacy, staff: User) -> dict[str, Callable[[], Any]]:
    """Every input of a verdict, changed behind the services' backs."""
    candidate, office, election = candidacy.candidate, candidacy.race.office, candidacy.race.election
    mine = Candidacy.objects.filter(pk=candidacy.pk)
    return {
        "ballot date": lambda: mine.update(ballot_date=date(2026, 5, 1)),
        "exception": lambda: mine.update(special_election_override=True, override_reason="soon"),
        "status": lambda: mine.update(status="ended"),
        "standing": lambda: Candidate.objects.filter(pk=candidate.pk).update(standing=Standing.DORMANT),
        "birth date": lambda: Candidate.objects.filter(pk=candidate.pk).update(
            date_of_birth=date(1950, 1, 1)
        ),
        "level": lambda: type(office).objects.filter(pk=office.pk).update(level="federal"),
        "minimum age": lambda: type(office).objects.filter(pk=office.pk).update(minimum_age=40),
        "election day": lambda: type(election).objects.filter(pk=election.pk).update(date=date(2040, 11, 6)),
        "cost": lambda: CostObservation.objects.update(amount=Decimal("2000.00")),
        "a cost taken back": lambda: CostObservation.objects.all().delete(),
    }


@pytest.mark.parametrize("what", [
    "ballot date", "exception", "status", "standing", "birth date", "level", "minimum age", "election day", "cost",
    "a cost taken back",
])  # fmt: skip
def test_whoever_changes_what_a_verdict_rests_on_it_is_looked_at_again(
    candidacy: Candidacy, staff: User, what: str
) -> None:
    assert check_all(now=VERIFIED) == 0
    changes(candidacy, staff)[what]()
    assert check_all(now=VERIFIED) == 1
    assert check_all(now=VERIFIED) == 0


def test_a_cost_of_a_similar_race_is_noticed(candidacy: Candidacy) -> None:
    CostObservation.objects.all().delete()
    check_all(now=VERIFIED)
    assert verdicts(candidacy)[-1].cap is None
    CostObservationFactory(office=OfficeFactory(), amount=Decimal("3000.00"))
    assert check_all(now=VERIFIED) == 1
    assert verdicts(candidacy)[-1].cap == Decimal("450.00")


def test_only_what_is_due_is_looked_at(candidacy: Candidacy, staff: User) -> None:
    others = [
        put_on_ballot(bring_to(Stage.COMMITTED, now=VERIFIED), ballot_date=BALLOT, now=VERIFIED)
        for _number in range(3)
    ]
    assert check_all(now=VERIFIED) == len(others)
    assert EligibilityDue.objects.filter(due_at__lte=VERIFIED).count() == 0
    assert set(EligibilityDue.objects.values_list("candidacy", "due_at")) == {
        (one.pk, OPENS) for one in (candidacy, *others)
    }
    with CaptureQueriesContext(
        connection,
    ) as looked:
        check_all(now=VERIFIED)
    assert not [query for query in looked.captured_queries if "candidates_candidacy" in query["sql"]]


def test_many_are_checked_in_as_many_queries_as_a_few(candidacy: Candidacy) -> None:
    def queries(more: int) -> int:
        for _number in range(more):
            put_on_ballot(bring_to(Stage.COMMITTED, now=VERIFIED), ballot_date=BALLOT, now=VERIFIED)
        with CaptureQueriesContext(connection) as asked:
            check_all(now=VERIFIED)
        return len(asked)

    assert queries(1) == queries(4)


def test_a_check_after_a_click_settles_what_was_due(candidacy: Candidacy) -> None:
    Candidacy.objects.filter(pk=candidacy.pk).update(ballot_date=date(2026, 5, 1))
    due = EligibilityDue.objects.filter(due_at__lte=VERIFIED).count()
    assert due == 1
    check_one(candidacy, now=VERIFIED)
    assert EligibilityDue.objects.filter(due_at__lte=VERIFIED).count() == 0


def test_the_command_takes_a_day(candidacy: Candidacy, capsys: Any) -> None:
    call_command("check_eligibility", on="2026-07-31")
    call_command("check_eligibility", on="2026-08-01")
    assert capsys.readouterr().out.splitlines() == ["0 verdicts changed.", "1 verdicts changed."]


def test_a_decision_can_be_replayed_by_what_was_kept_with_it(candidacy: Candidacy, staff: User) -> None:
    version(date(2026, 8, 5), share=Decimal("0.2"), minimum_donors=3)
    for day in (0, 4, 5):
        gift(candidacy, staff, f"Donor {day}", "70", now=OPENS + timedelta(days=day))
    rows = verdicts(candidacy)
    assert len({row.verdict for row in rows}) > 1
    for row in rows:
        told = replay(row.facts)
        assert (told.verdict, told.cap, told.opens_on) == (row.verdict, row.cap, row.opens_on)
        assert {rule.rule: rule.outcome for rule in told.rules} == row.outcomes


def test_nobody_is_named_in_what_is_kept(candidacy: Candidacy, staff: User) -> None:
    gift(candidacy, staff, "Ana Diaz", "70")
    kept = json.dumps([row.facts for row in verdicts(candidacy)])
    assert "Ana" not in kept
    assert str(candidacy.candidate.date_of_birth) not in kept


def test_what_is_of_an_older_form_is_not_replayed(db: None) -> None:
    with pytest.raises(ValueError, match="missing"):
        replay({"as_of": "2026-08-01"})


@pytest.mark.parametrize(("case", "facts"), [(case, facts) for case, facts, *_rest in worked_facts()][::7])
def test_every_worked_case_is_the_same_when_it_is_replayed(case: str, facts: dict[str, Any]) -> None:
    (read,), _is_list, _faults = read_facts(json.dumps(facts))
    for policy in (Policy(), Policy(age_limit=30, share=Decimal("0.1"), minimum_donors=1)):
        assert replay(json.loads(json.dumps(freeze(read, policy)))) == verdict_on(read, policy)


@settings(max_examples=40, deadline=None)
@given(facts=stated(), limit=st.integers(18, 60), wait=st.integers(0, 6))
def test_replayed_means_equal(facts: dict[str, Any], limit: int, wait: int) -> None:
    (read,), _is_list, _faults = read_facts(json.dumps(facts))
    policy = Policy(age_limit=limit, wait_months=wait)
    kept = json.loads(json.dumps(freeze(read, policy)))
    assert replay(kept) == verdict_on(read, policy)
    assert thaw(kept)[1] == policy


@settings(max_examples=60, deadline=None)
@given(facts=stated(), more=st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(0, 20_000)), max_size=3))
def test_more_money_raised_never_makes_any_verdict_worse(
    facts: dict[str, Any], more: list[tuple[str, int]]
) -> None:
    order = ["not_eligible", "undetermined", "eligible"]
    richer = [
        {"donor": donor, "amount": f"{cents / 100:.2f}", "kind": "gift", "documented": True}
        for donor, cents in more
    ]
    both = [facts, {**facts, "gifts": [*facts["gifts"], *richer]}]
    read, _is_list, _faults = read_facts(json.dumps(both))
    before, after = (verdict_on(one).verdict for one in read)
    assert order.index(before) <= order.index(after)


def test_an_exception_is_noticed_when_it_is_made(candidacy: Candidacy, staff: User) -> None:
    election = candidacy.race.election
    election.kind = "special"
    election.save()
    override_waiting_time(candidacy, reason="the seat fell vacant", actor=staff)
    assert check_all(now=VERIFIED) == 1
    assert verdicts(candidacy)[-1].outcomes["R15"] == "pass"
