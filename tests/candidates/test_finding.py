"""Likely duplicates are found for whoever is new or has changed, without comparing everybody with everybody."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from candidates.duplicates import Facts, likeness
from candidates.finding import MOST_WHO_SHARE, find_all, keys_of
from candidates.merging import merge
from candidates.models import Candidate, LikelyDuplicate, LikenessKey
from core.accounts.models import User
from core.accounts.roles import Role
from tests.candidates.test_duplicates import persons
from tests.factories.people import make_candidate, make_user

PHONE = "+15124780147"


@pytest.mark.django_db
class TestFinding:
    def test_the_new_are_compared_with_all_and_the_unchanged_are_left_alone(self, now: datetime) -> None:
        first, second = (person(now, "Ana", "López", phone=PHONE) for _ in range(2))
        person(now, "Rosa", "Diaz", born=date(1990, 1, 1))
        assert find_all(now=now) == 3
        assert found() == {(first.pk, second.pk): (["name_and_birth", "phone"], 3)}
        assert find_all(now=now) == 0
        third = person(now, "lopez", "ANA", born=date(1970, 1, 1), phone=PHONE)
        assert find_all(now=now) == 1
        assert found()[first.pk, third.pk] == (["phone"], 1)
        assert found()[second.pk, third.pk] == (["phone"], 1)

    @pytest.mark.parametrize("change", ["phone", "date_of_birth", "last_name", "email"])
    def test_whoever_changes_is_compared_again(self, change: str, now: datetime) -> None:
        first = person(now, "Ana", "Lopez", email="ana.lopez@gmail.com", phone=PHONE)
        second = person(now, "Ana", "Lopez", email="analopez@gmail.com", phone=PHONE)
        find_all(now=now)
        value: Any = {
            "phone": "",
            "date_of_birth": date(1970, 1, 1),
            "last_name": "Diaz",
            "email": "x@y.org",
        }[change]
        if change in ("phone", "date_of_birth"):
            Candidate.objects.filter(pk=second.pk).update(**{change: value})
        else:
            User.objects.filter(pk=second.user_id).update(**{change: value})
        before = found()[first.pk, second.pk]
        assert find_all(now=now) == 1
        assert found()[first.pk, second.pk] != before
        Candidate.objects.filter(pk=second.pk).update(running_when="later")
        assert find_all(now=now) == 0

    def test_what_has_no_reason_left_is_proposed_no_more(self, now: datetime) -> None:
        person(now, "Ana", "Lopez", phone=PHONE, born=date(1970, 1, 1))
        second = person(now, "Rosa", "Diaz", phone=PHONE)
        find_all(now=now)
        assert len(found()) == 1
        Candidate.objects.filter(pk=second.pk).update(phone="")
        find_all(now=now)
        assert found() == {}

    def test_different_people_are_never_proposed_again(self, now: datetime) -> None:
        first, second = (person(now, "Ana", "Lopez") for _ in range(2))
        find_all(now=now)
        staff = make_user(Role.PROGRAM_STAFF)
        LikelyDuplicate.objects.update(answer="different", answered_by=staff, answered_at=now)
        for one in (first, second):
            Candidate.objects.filter(pk=one.pk).update(phone=PHONE)
        find_all(now=now)
        pair = LikelyDuplicate.objects.get()
        assert (pair.answer, pair.reasons) == ("different", ["name_and_birth", "phone"])

    def test_what_very_many_share_is_no_reason(self, now: datetime) -> None:
        for number in range(MOST_WHO_SHARE):
            person(now, f"Name{number}", "Own", phone=PHONE, born=date(1990, 1, 1))
        find_all(now=now)
        assert len(found()) == MOST_WHO_SHARE * (MOST_WHO_SHARE - 1) // 2
        LikelyDuplicate.objects.all().delete()
        one_more = person(now, "One", "More", phone=PHONE)
        find_all(now=now)
        assert found() == {}
        assert one_more

    def test_who_was_merged_is_compared_no_more(self, now: datetime) -> None:
        first, second = (person(now, "Ana", "Lopez") for _ in range(2))
        merge(first, second, actor=make_user(Role.PROGRAM_STAFF), now=now)
        assert find_all(now=now) == 1
        assert found() == {}

    def test_the_keys_hold_nothing_that_can_be_read(self, now: datetime) -> None:
        person(now, "Xanthippe", "Quokkabury", phone=PHONE)
        person(now, "Xanthippe", "Quokkabury", phone=PHONE)
        find_all(now=now)
        kept = [*LikenessKey.objects.values_list("digest", flat=True)]
        assert {type(digest) for digest in kept} == {int}
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(t::text, '') FROM candidates_likelyduplicate t")
            text = cursor.fetchone()[0]
        assert not [secret for secret in ("anthippe", "uokkabury", "4780147") if secret in text]


@given(persons, persons)
def test_whoever_has_a_reason_in_common_shares_a_key(one: Facts, other: Facts) -> None:
    if likeness(one, other) is not None:
        assert keys_of(one) & keys_of(other)


@given(st.text(max_size=9), st.text(max_size=9))
def test_any_name_has_keys(first: str, last: str) -> None:
    assert keys_of(Facts(first, last, "a@example.org", "", date(2000, 2, 29)))


def person(now: datetime, first: str, last: str, *, email: str = "", **fields: Any) -> Candidate:
    named: dict[str, Any] = {"first_name": first, "last_name": last} | ({"email": email} if email else {})
    if "born" in fields:
        fields["date_of_birth"] = fields.pop("born")
    return make_candidate(now=now, user=make_user(**named), **fields)


def found() -> dict[tuple[int, int], tuple[list[str], int]]:
    return {
        (pair.first_id, pair.second_id): (pair.reasons, pair.strength)
        for pair in LikelyDuplicate.objects.filter(answer="")
    }
