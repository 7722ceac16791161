"""Nobody learns from outside whether an address is known to us: not from the answer, and not from its time.

The times of known and unknown addresses are compared by the two-sample Kolmogorov–Smirnov test and by the share of
pairs in which the known address was the slower one (the Mann–Whitney statistic over n·m; 0.5 when nothing differs).
Both kinds are asked in turn, in random order, so that whatever else the machine does hits both alike. A difference is
told by both: one that is statistically sure (p < 0.001) and large enough to be used (beyond ±0.08 of a half). The last
is needed since with thousands of samples a microsecond, which no network carries, becomes sure as well.

`make bench` and `ENUMERATION=2000` ask for each kind so many times; `make test` asks 40 times.
"""

import math
import os
import random
import re
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from candidates.models import Intake
from core.accounts import familiar
from core.accounts.models import User
from tests.candidates.typed import typed
from tests.factories.offices import ZipCodeFactory
from tests.factories.people import make_candidate, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAMPLES = int(os.environ.get("ENUMERATION", "40"))
SURE, USABLE = 0.001, 0.08
KNOWN = 60
numbers = count(1)
Ask = Callable[[Client, str], HttpResponse]


@pytest.fixture(autouse=True)
def nobody_is_held_up(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits are the subject of other tests; here everybody may ask as often as it takes."""
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "100000/h/ip,100000/h/key")
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr(familiar, "RATES", dict.fromkeys(familiar.RATES, "100000/h/key"))
    ZipCodeFactory(code="78701")


@pytest.fixture
def known(now: datetime) -> list[str]:
    people = [make_user(email=f"known{number}@example.org") for number in range(KNOWN)]
    for person in people:
        make_candidate(now=now, user=person)
    return [person.email for person in people]


def sign_up(client: Client, address: str) -> HttpResponse:
    return client.post("/signup/", typed(email=address))


def ask_for_code(client: Client, address: str) -> HttpResponse:
    return client.post("/accounts/login/code/", {"email": address})


def ask_for_reset(client: Client, address: str) -> HttpResponse:
    return client.post("/accounts/password/reset/", {"email": address})


class QuickHasher(PBKDF2PasswordHasher):
    """Some six milliseconds: long enough to be noticed where it is left out, and no more."""

    iterations = 20_000


def change_address(client: Client, address: str) -> HttpResponse:
    answer = client.post("/accounts/email/", {"action_add": "", "email": address})
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    return answer


def sign_in_with_password(client: Client, address: str) -> HttpResponse:
    return client.post("/accounts/login/", {"login": address, "password": "not the right one"})


WAYS = [sign_up, ask_for_code, ask_for_reset, sign_in_with_password]


def what_is_seen(answer: HttpResponse, address: str) -> tuple[int, str, str, tuple[str, ...]]:
    """The answer as a stranger sees it, apart from tokens and the address that they typed themselves."""
    page = answer.content.decode().replace(address, "ADDRESS")
    page = re.sub(r'(name="(csrfmiddlewaretoken|form_key|opened|sure)" value=)"[^"]*"', r"\1", page)
    headers = sorted(name for name in answer.headers if name != "X-Request-ID")
    cookies = sorted(answer.cookies)
    return answer.status_code, answer.headers.get("Location", ""), page, (*headers, *cookies)


def fresh_addresses() -> Iterator[str]:
    return (f"fresh{number}@example.org" for number in numbers)


@pytest.mark.parametrize("ask", WAYS, ids=lambda ask: ask.__name__)
def test_the_answer_is_the_same_for_a_known_and_an_unknown_address(ask: Ask, known: list[str]) -> None:
    fresh = next(fresh_addresses())
    seen = set()
    for address in (known[0], fresh):
        client = Client()
        answer = ask(client, address)
        after = client.get(answer["Location"]) if "Location" in answer else answer
        seen |= {(what_is_seen(answer, address), what_is_seen(after, address))}
    assert len(seen) == 1


@pytest.mark.parametrize("ask", WAYS, ids=lambda ask: ask.__name__)
def test_the_time_is_the_same_for_a_known_and_an_unknown_address(
    ask: Ask, known: list[str], settings: Settings
) -> None:
    # A browser waits longer; here a question is answered in some 15 ms.
    settings.ANSWERS_TAKE_SECONDS = 0.05
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickHasher"]
    with_a_password = User.objects.filter(email__in=known[: KNOWN // 2])
    with_a_password.update(password=make_password("plum-ladder-orbit-47"))
    verdict = compare(ask, known)
    assert not verdict.tells_apart, verdict


def test_the_time_is_the_same_for_a_changed_address_that_is_known_and_one_that_is_not(
    known: list[str], settings: Settings
) -> None:
    """The same of somebody who is signed in, and wants an address of somebody else's for their own."""
    settings.ANSWERS_TAKE_SECONDS = 0.06
    person = make_user()

    def signed_in() -> Client:
        client = Client()
        client.force_login(person)
        return client

    verdict = compare(change_address, known, browser=signed_in)
    assert not verdict.tells_apart, verdict


def test_a_changed_address_is_answered_alike_whether_it_is_known_or_not(
    known: list[str], now: datetime
) -> None:
    """Seen by somebody who is signed in, and tries addresses of others."""
    from tests.core.signing_in import sign_in

    answers = set()
    for address in (known[0], next(fresh_addresses())):
        client = Client()
        sign_in(client, make_user())
        answer = client.post("/accounts/email/", {"action_add": "", "email": address}, follow=True)
        page = re.sub(r"user\d+@", "user@", what_is_seen(answer, address)[2])
        answers.add((answer.status_code, page))
    assert len(answers) == 1


def test_the_comparison_notices_a_known_address_that_takes_two_milliseconds_longer(known: list[str]) -> None:
    """A check of the check."""

    def slower(client: Client, address: str) -> HttpResponse:
        if User.objects.filter(email=address).exists():
            until = time.perf_counter() + 0.002
            while time.perf_counter() < until:
                pass
        return HttpResponse()

    assert compare(slower, known).tells_apart


class Verdict:
    """How two samples of seconds compare."""

    def __init__(self, known: list[float], unknown: list[float]) -> None:
        self.n = (len(known), len(unknown))
        self.slower_share = slower_share(known, unknown)
        self.probability = kolmogorov_smirnov(known, unknown)
        self.medians_ms = tuple(round(1000 * sorted(each)[len(each) // 2], 2) for each in (known, unknown))

    @property
    def tells_apart(self) -> bool:
        return self.probability < SURE and abs(self.slower_share - 0.5) > USABLE

    def __repr__(self) -> str:
        return (
            f"n={self.n} medians={self.medians_ms} ms slower={self.slower_share:.3f} p={self.probability:.3g}"
        )


def compare(ask: Ask, known: list[str], browser: Callable[[], Client] = Client) -> Verdict:
    fresh = fresh_addresses()
    for address in (known[0], next(fresh)):
        ask(browser(), address)
    turns = [True, False] * SAMPLES
    random.Random(7).shuffle(turns)
    times: dict[bool, list[float]] = {True: [], False: []}
    for number, is_known in enumerate(turns):
        address = known[number % KNOWN] if is_known else next(fresh)
        client = browser()
        begun = time.perf_counter()
        ask(client, address)
        times[is_known].append(time.perf_counter() - begun)
    verdict = Verdict(times[True], times[False])
    print(ask.__name__, verdict)
    return verdict


def slower_share(one: list[float], other: list[float]) -> float:
    """The share of pairs in which that of `one` is the larger; equal ones count half. U / (n·m)."""
    ordered = sorted(other)
    wins = sum(bisect_right(ordered, value) for value in one)
    return wins / (len(one) * len(other))


def kolmogorov_smirnov(one: list[float], other: list[float]) -> float:
    """The probability of so large a distance between the two distributions by chance (Smirnov's asymptotic formula)."""
    first, second = sorted(one), sorted(other)
    distance = max(
        abs(bisect_right(first, value) / len(first) - bisect_right(second, value) / len(second))
        for value in first + second
    )
    size = math.sqrt(len(first) * len(second) / (len(first) + len(second)))
    strength = (size + 0.12 + 0.11 / size) * distance
    if strength < 0.3:
        return 1.0
    return min(1.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * strength) ** 2) for k in range(1, 101)))


def test_a_sign_up_of_either_kind_leaves_one_row_and_nothing_else(known: list[str]) -> None:
    for address in (known[0], "fresh@example.org"):
        Client().post("/signup/", typed(email=address))
    assert Intake.objects.count() == 2
    assert User.objects.count() == KNOWN
