import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offices.loading.districts import district_slug
from offices.loading.local_contests import name_in
from offices.loading.names import match_key, place_base, slug
from offices.loading.schools import pretty

words = st.text(alphabet=string.ascii_letters + "ñéü'.-", min_size=1, max_size=12).filter(
    lambda word: any(letter.isalpha() for letter in word)
)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(names)
def test_an_id_made_of_a_name_has_the_name_s_key(name: str) -> None:
    assert match_key(slug(name)) == match_key(name)


@given(names)
def test_a_key_does_not_hear_case_and_is_its_own_key(name: str) -> None:
    assert match_key(name.upper()) == match_key(name) == match_key(match_key(name)) or "st" in match_key(name)


@given(names, st.sampled_from(["city", "town", "village", "borough", "township"]))
def test_a_census_name_splits_into_name_and_type(name: str, kind: str) -> None:
    assert place_base(f"{name} {kind}") == (name, kind)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint Louis", "St. Louis"),
        ("Wilkes Barre", "Wilkes-Barre"),
        ("Lees Summit", "Lee's Summit"),
        ("Mc Lean", "McLean"),
        ("Española", "Espanola"),
        ("Mount Vernon", "Mt Vernon"),
    ],
)
def test_two_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("Austin", "austin"),
        ("Saint Louis", "st_louis"),
        ("St. Mary's", "st_mary~s"),
        ("Miami-Dade", "miami-dade"),
        ("Doña Ana", "doña_ana"),
    ],
)
def test_an_id_is_spelt_as_open_civic_data_spells_it(name: str, spelt: str) -> None:
    assert slug(name) == spelt


@pytest.mark.parametrize(
    ("state", "district", "spelt"),
    [
        ("TX", "1", "1"),
        ("MN", "05A", "5a"),
        ("MN", "532", "53b"),
        ("MN", "10200", "10b"),
        ("WA", "7b", "7"),
        ("MA", "NORFOLK13.", "13th_norfolk"),
        ("MA", "Twenty-second Middlesex District", "22nd_middlesex"),
        ("MA", "Thirtieth Middlesex", "30th_middlesex"),
        ("MA", "BARNSTABLE DUKES AND NANTUCKET..", "barnstable_dukes_and_nantucket"),
    ],
)
def test_princeton_s_districts_get_today_s_ids(state: str, district: str, spelt: str) -> None:
    assert district_slug(state, district) == spelt


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("City Of Rainier Council Member, Pos. 7", "Rainier"),
        ("Alderman Ward 2 Position 1 Lincoln", "Lincoln"),
        ("City Of Keizer, Councilor, Position #3", "Keizer"),
        ("Carlton City Councilor - 3 At-Large (Vote For 3)", "Carlton"),
        ("Mayor - City Of Flagstaff", "Flagstaff"),
        ("Town Council Town Of Jamestown", "Jamestown"),
        ("Member Board Of Education", ""),
        ("Member Board Of Education Walton-Verona Graded Independent School District", "Walton-Verona"),
    ],
)
def test_a_contest_s_title_gives_the_name_of_its_place(title: str, name: str) -> None:
    assert name_in(title) == name


def test_a_district_s_name_is_written_as_one_writes_it() -> None:
    assert pretty("goldthwaite isd") == "Goldthwaite ISD"
    assert pretty("whitman-hanson") == "Whitman-Hanson"
