"""What was worked out by hand, and a second reading of the rules, against the one that decides."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funding.eligibility import PASS, Policy, verdict_on
from funding.explaining import explained
from funding.facts import day_in
from funding.stated import GIFT_KINDS, LEVELS, STANDINGS, STATUSES, read_facts
from funding.strict_json import Unusable, whole_numbers_of_any_length
from tests.faults.size import FULL
from tests.funding.worked import RULES, lines_of, whole, worked_facts
from tests.funding.worked.second_reading import second_reading


def answer_to(facts: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    read, _is_list, faults = read_facts(json.dumps(facts))
    assert faults == []
    answer = explained(read[0], Policy())
    rules = answer.pop("rules")
    assert [rule["rule"] for rule in rules] == list(RULES)
    assert all(is_a_sentence(rule["because"]) for rule in rules)
    return answer, {rule["rule"]: rule["outcome"] for rule in rules}


def is_a_sentence(text: str) -> bool:
    return re.fullmatch(r"[A-Z$][^%\n]*[a-z0-9]\.", text) is not None


@pytest.mark.parametrize(
    ("facts", "figures", "outcomes"), [pytest.param(*rest, id=case) for case, *rest in worked_facts()]
)
def test_the_verdict_is_the_one_that_was_worked_out_by_hand(
    facts: dict[str, Any], figures: dict[str, Any], outcomes: dict[str, str]
) -> None:
    assert answer_to(facts) == (figures, outcomes)


def test_the_second_reading_agrees_with_what_was_worked_out_by_hand() -> None:
    cases = list(worked_facts())
    assert len(cases) >= 200
    for case, facts, figures, outcomes in cases:
        assert second_reading(facts) == (figures, outcomes), case


# Close together, so that most draws lie at a boundary.
dollars = st.sampled_from(
    ["0", "0.00", "0.01", "0.06", "0.07", "49.99", "50", "50.01", "75.0", "149.99", "150.00", "150.01"]
) | st.from_regex(r"[0-9]{1,12}(\.[0-9]{1,2})?", fullmatch=True).filter(str.isascii)
costs = st.sampled_from(["0.00", "0.01", "999.99", "1000.00", "1000.01", "1000.06"]) | dollars
names = st.sampled_from(["A", " A", "a", "B", "C ", "", "\u00a0", "\u200b"])
counts = st.none() | st.integers(1, 9) | st.integers(1, 10**40)
booleans = st.booleans()
close_days = st.dates(date(2026, 5, 25), date(2026, 8, 5)) | st.dates(date(2025, 12, 26), date(2026, 3, 3))
days = close_days | st.dates(date(1990, 1, 1), date(2030, 12, 31)) | st.dates()
births = (
    st.dates(date(1991, 2, 25), date(1992, 3, 3))
    | st.dates(date(1991, 10, 30), date(1991, 11, 6))
    | st.dates()
)
usual = whole({})


@st.composite
def stated(draw: st.DrawFn) -> dict[str, Any]:
    as_of = draw(days)
    born = draw(st.none() | births)
    election = draw(
        st.none() | st.sampled_from([date(2026, 11, 3), date(2027, 2, 28), date(2027, 3, 1)]) | days
    )
    ballot = draw(st.none() | days)
    facts = {
        "as_of": as_of.isoformat(),
        "status": draw(st.sampled_from(["on_ballot"] * 8 + list(STATUSES))),
        "standing": draw(st.sampled_from(["active"] * 8 + list(STANDINGS))),
        "date_of_birth": None if born is None else min(born, as_of).isoformat(),
        "election_date": None if election is None else election.isoformat(),
        "office_level": draw(st.sampled_from(LEVELS)),
        "office_minimum_age": draw(st.none() | st.integers(0, 40) | st.just(10**30)),
        "ballot_date": None if ballot is None else ballot.isoformat(),
        "special_election_override": draw(booleans),
        "cost_observations": draw(
            st.lists(
                st.builds(
                    dict,
                    amount=costs,
                    cycle=st.integers(2012, 2027) | st.integers(1900, 2999),
                    same_race=booleans,
                    n=counts,
                ),
                max_size=6,
            )
        ),
        "gifts": draw(
            st.lists(
                st.builds(
                    dict,
                    donor=names,
                    amount=dollars,
                    kind=st.sampled_from(("gift",) * 6 + GIFT_KINDS),
                    documented=booleans,
                ),
                max_size=6,
            )
        ),
        "plan_reviews": draw(
            st.lists(
                st.builds(
                    dict,
                    reviewer=st.sampled_from(["x", "x ", "X", "y", "z"]),
                    score=st.sampled_from([0, 74, 75, 76, 100]),
                ),
                max_size=6,
            )
        ),
        "prior_awards": draw(st.lists(dollars, max_size=4)),
        "requested": draw(st.none() | dollars),
    }
    return {
        key: draw(st.just(usual[key]) | st.just(value))
        for key, value in facts.items()
        if key != "date_of_birth"
    } | {"as_of": facts["as_of"], "date_of_birth": facts["date_of_birth"]}


@settings(max_examples=5_000 if FULL else 60, deadline=None)
@given(facts=stated())
def test_two_readings_of_the_rules_agree(facts: dict[str, Any]) -> None:
    assert answer_to(facts) == second_reading(facts)


@pytest.mark.parametrize("line", lines_of("days.jsonl"), ids=lambda line: line["case"])
def test_r15_funding_opens_at_midnight_of_the_offices_zone(line: dict[str, Any]) -> None:
    first = datetime.fromisoformat(line["first"].replace("Z", "+00:00"))
    days_seen = [day_in(line["zone"], at=moment) for moment in (first - timedelta(seconds=1), first)]
    opens = date.fromisoformat(line["opens_on"])
    assert days_seen == [opens - timedelta(days=1), opens]
    assert first.astimezone(ZoneInfo(line["zone"])).strftime("%H:%M:%S") == "00:00:00"
    outcomes = []
    for day in days_seen:
        changes = {"as_of": day.isoformat(), "ballot_date": line["ballot_date"]}
        facts, _is_list, _faults = read_facts(json.dumps(whole(changes)))
        verdict = verdict_on(facts[0])
        outcomes.append(verdict.outcome_of("R15") == PASS)
        assert verdict.opens_on == opens
    assert outcomes == [False, True]


def text_of(line: dict[str, Any]) -> str:
    if "text" in line:
        return str(line["text"])
    facts = {**whole(line.get("facts", {})), **line.get("text_facts", {})}
    return json.dumps({key: value for key, value in facts.items() if key not in line.get("without", [])})


@pytest.mark.parametrize("line", lines_of("faults.jsonl"), ids=lambda line: line["case"])
def test_every_fault_is_told_with_its_item_and_field(line: dict[str, Any]) -> None:
    text = text_of(line)
    if line["told"] == ["file"]:
        with pytest.raises(Unusable):
            read_facts(text)
        return
    facts, _is_list, faults = read_facts(text)
    assert facts == []
    assert [re.sub(r"Item (\d+): (\S+) .*\.", r"\1 \2", fault) for fault in faults] == line["told"]


@pytest.mark.parametrize("written", ["18.0", "1e1", "1e400", "1E2", "NaN", "true", '"18"', "[18]"])
def test_what_is_written_with_a_fraction_or_an_exponent_is_no_whole_number(written: str) -> None:
    text = json.dumps(whole({})).replace('"office_minimum_age": 18', f'"office_minimum_age": {written}')
    assert [fault.split()[2] for fault in read_facts(text)[2]] == ["office_minimum_age"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('"as_of": "2026-08-01"', "as_of"),
        ('"\\u0061s_of": "2026-08-01"', "as_of"),
        ('"gifts": []', "gifts"),
    ],
)
def test_a_repeated_key_is_a_fault_at_every_level(written: str, told: str) -> None:
    text = json.dumps(whole({}))
    assert read_facts(text.replace("{", "{" + written + ", ", 1))[2] == [
        f"Item 0: {told} is given more than once."
    ]
    deeper = text.replace('{"donor"', '{"donor": "A", "donor"', 1)
    assert read_facts(deeper)[2] == ["Item 0: gifts[0].donor is given more than once."]


def test_a_list_with_one_bad_item_is_refused_whole() -> None:
    text = json.dumps([whole({}), whole({"as_of": None}), whole({}), 7])
    facts, is_list, faults = read_facts(text)
    assert (facts, is_list) == ([], True)
    assert [fault.split(" ")[:3] for fault in faults] == [["Item", "1:", "as_of"], ["Item", "3:", "facts"]]


def test_a_number_of_any_length_is_read_and_an_odd_name_stays_on_its_line() -> None:
    long = "1" + "0" * 5_000
    text = json.dumps(whole({})).replace('"office_minimum_age": 18', f'"office_minimum_age": {long}')
    with whole_numbers_of_any_length():
        facts, _is_list, _faults = read_facts(text)
        assert long in explained(facts[0], Policy())["rules"][0]["because"]
        odd = read_facts(json.dumps(whole({"a\nb": 1, "office_level": "\ud800\n" * 400})))[2]
    assert [fault.count("\n") for fault in odd] == [0, 0]
    assert all(fault.isascii() for fault in odd)
