"""Whom a limit counts: a forged X-Forwarded-For neither evades it nor frames somebody else."""

import ipaddress
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.client_address import client_address, client_network

FORGED = "198.51.100.7"
OURS = "203.0.113.9"


def seen(settings: Any, proxies: int, forwarded: str | None, connection: str = OURS) -> str:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=connection, **headers))


@pytest.mark.parametrize("forwarded", [None, "", FORGED, f"{FORGED}, 10.0.0.1", "nonsense", ","])
def test_without_a_proxy_the_header_is_not_believed(settings: Any, forwarded: str | None) -> None:
    assert seen(settings, 0, forwarded) == OURS


@pytest.mark.parametrize("before", ["", f"{FORGED}, ", f"{FORGED},{FORGED}, ", "nonsense, ", ", , "])
def test_behind_one_proxy_only_what_the_proxy_added_counts(settings: Any, before: str) -> None:
    assert seen(settings, 1, before + OURS, connection="10.0.0.1") == OURS


def test_behind_two_proxies_the_second_entry_from_the_end_counts(settings: Any) -> None:
    assert seen(settings, 2, f"{FORGED}, {OURS}, 10.0.0.2", connection="10.0.0.1") == OURS


@pytest.mark.parametrize("forwarded", [None, "", "nonsense", FORGED])
def test_a_header_shorter_than_it_must_be_is_not_believed(settings: Any, forwarded: str | None) -> None:
    assert seen(settings, 2, forwarded) == OURS


def test_on_a_socket_without_a_proxys_word_all_count_together(settings: Any) -> None:
    assert seen(settings, 0, FORGED, connection="") == "0.0.0.0"


def test_ports_brackets_and_mapped_addresses_are_the_same_address(settings: Any) -> None:
    for written in (f"{OURS}:4711", f"::ffff:{OURS}", f" {OURS} "):
        assert seen(settings, 1, written) == OURS
    assert seen(settings, 1, "[2001:db8::1]:443") == "2001:db8::1"


def test_a_household_of_ipv6_counts_as_one(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    one, two, other = (
        client_network(RequestFactory().get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1")
    )
    assert one == two != other


@given(st.text(max_size=60), st.integers(0, 3))
def test_whatever_is_sent_gives_an_address(text: str, proxies: int) -> None:
    from django.conf import settings as configured

    before, configured.ALLAUTH_TRUSTED_PROXY_COUNT = configured.ALLAUTH_TRUSTED_PROXY_COUNT, proxies
    try:
        found = client_address(RequestFactory().get("/", REMOTE_ADDR=OURS, HTTP_X_FORWARDED_FOR=text))
    finally:
        configured.ALLAUTH_TRUSTED_PROXY_COUNT = before
    assert ipaddress.ip_address(found)
