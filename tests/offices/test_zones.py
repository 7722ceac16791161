from hypothesis import given
from hypothesis import strategies as st

from offices import zones

ZONES = ["America/New_York", "America/Chicago", "America/Denver"]


def test_a_state_with_one_zone_decides_for_its_zip_codes() -> None:
    assert zones.zone_of_zip("CA", "America/New_York") == "America/Los_Angeles"


def test_where_a_state_has_several_zones_the_zip_code_s_own_counts() -> None:
    assert zones.zone_of_zip("TX", "America/Denver") == "America/Denver"


def test_a_zip_code_whose_zone_is_no_zone_has_none() -> None:
    assert zones.zone_of_zip("AK", "Napakiak") == ""
    assert zones.zone_of_zip("AE", "") == ""


def test_a_division_has_the_commonest_zone_and_without_any_the_capital_s() -> None:
    assert (
        zones.zone_of_division(["America/Denver", "America/Chicago", "America/Denver", ""], "TX")
        == "America/Denver"
    )
    assert zones.zone_of_division([], "TX") == "America/Chicago"
    assert zones.zone_of_division([""], "ND") == "America/Chicago"


def test_what_is_no_state_gets_a_zone_all_the_same() -> None:
    assert zones.is_zone(zones.zone_of_capital("XX"))


@given(st.lists(st.sampled_from(ZONES), max_size=12))
def test_the_order_of_the_zip_codes_does_not_matter(found: list[str]) -> None:
    assert zones.zone_of_division(found, "TX") == zones.zone_of_division(found[::-1], "TX")
