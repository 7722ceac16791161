"""Limits count whom our own proxy saw, hold together across processes, and forget what ran out."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import Settings

from core.accounts.limits import TooMany, count_or_refuse, forget_what_ran_out
from tests.factories.offices import ZipCodeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings: Settings) -> None:
    settings.LIMITS = {"ask": "2/h/ip", "write": "9/h/ip,2/h/key", "find_address": "2/h/ip"}


def ask(*, forwarded: str = "", address: str = "203.0.113.7") -> HttpRequest:
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().post("/", REMOTE_ADDR=address, **extra)


def allowed(request: HttpRequest, action: str = "ask", key: str = "") -> bool:
    try:
        count_or_refuse(request, action, key=key)
    except TooMany:
        return False
    return True


def test_one_network_address_is_counted_and_another_is_not_touched() -> None:
    assert [allowed(ask()) for _ in range(3)] == [True, True, False]
    assert allowed(ask(address="203.0.113.8"))


def test_a_key_is_counted_wherever_it_comes_from() -> None:
    answers = [allowed(ask(address=f"203.0.113.{n}"), "write", "ann@example.org") for n in range(3)]
    assert answers == [True, True, False]
    assert allowed(ask(), "write", "bob@example.org")


def test_neighbours_of_one_ipv6_network_are_counted_together() -> None:
    assert [allowed(ask(address=f"2001:db8::{n}")) for n in (1, 2, 3)] == [True, True, False]


def test_without_a_proxy_a_forged_header_changes_nothing(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert [allowed(ask(forwarded=f"198.51.100.{n}")) for n in range(3)] == [True, True, False]


def test_behind_a_proxy_what_the_visitor_wrote_in_front_is_not_believed(settings: Settings) -> None:
    """The proxy, 10.0.0.1, appends whom it saw; everything before that is the visitor's own invention."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = [ask(forwarded=f"198.51.100.{n}, 203.0.113.7", address="10.0.0.1") for n in range(3)]
    assert [allowed(request) for request in forged] == [True, True, False]


def test_behind_a_proxy_two_visitors_are_not_counted_as_one(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    visitors = [ask(forwarded=f"203.0.113.{n}", address="10.0.0.1") for n in range(5)]
    assert all(allowed(request) for request in visitors)


def test_what_is_undone_is_not_counted() -> None:
    for _ in range(5):
        with transaction.atomic():
            assert allowed(ask())
            transaction.set_rollback(True)
    assert allowed(ask())


def test_no_address_of_a_person_is_kept_in_the_clear() -> None:
    allowed(ask(), "write", "ann@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(cache_key || value, ' ') FROM database_cache")
        assert "ann" not in cursor.fetchone()[0]


def test_what_ran_out_is_deleted_and_the_rest_stays() -> None:
    cache.set("old", 1, timeout=60)
    cache.set("new", 1, timeout=3600)
    with connection.cursor() as cursor:
        ages = [timedelta(hours=1), "%old"]
        cursor.execute("UPDATE database_cache SET expires = expires - %s WHERE cache_key LIKE %s", ages)
    assert forget_what_ran_out() == 1
    assert (cache.get("old"), cache.get("new")) == (None, 1)


def test_a_flood_of_other_addresses_makes_no_limit_forgotten() -> None:
    """Django's own bound of 300 entries would drop a third of them."""
    assert [allowed(ask()) for _ in range(2)] == [True, True]
    for number in range(400):
        cache.set(f"flood-{number}", 1, timeout=3600)
    assert not allowed(ask())


def test_too_many_searches_by_address_are_refused_kindly_and_lose_nothing(client: Client) -> None:
    ZipCodeFactory(code="78701")
    answers = [client.post("/offices/address/", {"zip": "78701"}) for _ in range(3)]
    assert [answer.status_code for answer in answers][-1] == 429
    assert b'value="78701"' in answers[-1].content
    assert b"Try again in an hour" in answers[-1].content
