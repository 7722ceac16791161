"""Where one is signed in: how long it lasts, where it is listed, and how it ends."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.devices import device_of
from core.accounts.models import User
from core.accounts.roles import NEEDS_SECOND_FACTOR, Role
from core.accounts.session_limits import Limits, Over, is_over
from core.accounts.sessions import forget_ended
from tests.core.signing_in import (
    PASSWORD,
    Clock,
    a_member,
    mailed_code,
    second_step,
    sign_in,
    subjects,
    with_second_factor,
)

NOON = datetime(2030, 6, 3, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
LIMITS = Limits(idle=timedelta(hours=2), absolute=timedelta(hours=12))


@pytest.fixture
def clock(settings: Any, tmp_path: Path) -> Clock:
    settings.CLOCK_FILE = str(tmp_path / "clock")
    found = Clock(Path(settings.CLOCK_FILE))
    found.reads(NOON)
    return found


def is_in(client: Client) -> bool:
    return bool(client.get("/home/")["Location"] != "/accounts/login/?next=/home/")


def signed_in(user: User, secret: str = "", **extra: Any) -> Client:
    client = Client(**extra)
    sign_in(client, user)
    if secret:
        client.post("/accounts/2fa/authenticate/", {"code": second_step(secret)})
    assert is_in(client)
    return client


def test_a_session_ends_a_moment_after_its_limit_and_not_at_it() -> None:
    def over(signed_in_ago: timedelta, seen_ago: timedelta) -> Over | None:
        return is_over(signed_in_at=NOON - signed_in_ago, seen_at=NOON - seen_ago, now=NOON, limits=LIMITS)

    assert over(LIMITS.idle, LIMITS.idle) is None
    assert over(LIMITS.idle + A_SECOND, LIMITS.idle + A_SECOND) == Over.IDLE
    assert over(LIMITS.absolute, A_SECOND) is None
    assert over(LIMITS.absolute + A_SECOND, A_SECOND) == Over.ABSOLUTE


@given(st.timedeltas(), st.timedeltas(), st.timedeltas(timedelta(0), timedelta(days=1)))
def test_once_over_a_session_stays_over(age: timedelta, unused: timedelta, later: timedelta) -> None:
    limits = {"limits": LIMITS}
    try:
        start, seen = NOON - age, NOON - unused
    except OverflowError:
        return
    if is_over(signed_in_at=start, seen_at=seen, now=NOON, **limits):
        assert is_over(signed_in_at=start, seen_at=seen, now=NOON + later, **limits)


@pytest.mark.django_db
def test_a_member_is_signed_out_after_two_weeks_without_a_visit(clock: Clock) -> None:
    client = signed_in(a_member())
    clock.reads(NOON + timedelta(days=14))
    assert is_in(client)
    clock.reads(NOON + timedelta(days=28, seconds=1))
    assert not is_in(client)
    assert "You were away for a while" in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
def test_a_member_signs_in_again_after_thirty_days_however_busy(clock: Clock) -> None:
    client = signed_in(a_member())
    for day in range(10, 31, 10):
        clock.reads(NOON + timedelta(days=day))
        assert is_in(client)
    clock.reads(NOON + timedelta(days=30, seconds=1))
    assert not is_in(client)


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_a_role_is_signed_out_after_two_hours_and_twelve_at_most(role: str, clock: Clock) -> None:
    user = a_member(role)
    secret = with_second_factor(user)
    client = signed_in(user, secret)
    clock.reads(NOON + timedelta(hours=2, seconds=61))
    assert not is_in(client)


@pytest.mark.django_db
def test_a_role_that_works_all_day_signs_in_again_after_twelve_hours(clock: Clock) -> None:
    user = a_member(Role.FINANCE)
    client = signed_in(user, with_second_factor(user))
    for hour in range(1, 13):
        clock.reads(NOON + timedelta(hours=hour))
        assert is_in(client)
    clock.reads(NOON + timedelta(hours=12, seconds=1))
    assert not is_in(client)


@pytest.mark.django_db
def test_a_role_given_to_somebody_who_is_signed_in_shortens_their_session_at_once(clock: Clock) -> None:
    user = a_member()
    client = signed_in(user)
    clock.reads(NOON + timedelta(hours=3))
    user.groups.add(Group.objects.get(name=Role.MENTOR))
    assert not is_in(client)


@pytest.mark.django_db
def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(client: Client) -> None:
    user = a_member()
    phone = signed_in(user, headers={"user-agent": "Mozilla/5.0 (iPhone; CPU) Version/17.0 Safari/604.1"})
    laptop = signed_in(user, headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    stranger = signed_in(a_member())
    page = laptop.get("/accounts/sessions/").content.decode()
    assert "Safari on iPhone" in page
    assert "Firefox on Windows" in page
    number = UserSession.objects.get(session_key=phone.session.session_key).pk
    stranger.post("/accounts/sessions/", {"which": str(number)})
    assert is_in(phone)
    laptop.post("/accounts/sessions/", {"which": str(number)})
    assert (is_in(phone), is_in(laptop)) == (False, True)


@pytest.mark.django_db
@pytest.mark.parametrize(("which", "here"), [("others", True), ("all", False)])
def test_one_signs_out_everywhere(which: str, here: bool) -> None:
    user = a_member()
    phone, laptop = signed_in(user), signed_in(user)
    laptop.post("/accounts/sessions/", {"which": which})
    assert (is_in(phone), is_in(laptop)) == (False, here)


@pytest.mark.django_db
@pytest.mark.parametrize("which", ["", "nonsense", "-1", "9" * 30, "1; DROP", "²", "\x00"])
def test_nonsense_in_the_form_ends_nothing(which: str) -> None:
    user = a_member()
    client = signed_in(user)
    assert client.post("/accounts/sessions/", {"which": which}).status_code == 302
    assert is_in(client)


@pytest.mark.django_db
def test_ending_a_session_asks_again_who_it_is(clock: Clock) -> None:
    client = signed_in(a_member())
    clock.reads(NOON + timedelta(hours=1))
    answer = client.post("/accounts/sessions/", {"which": "all"})
    assert answer["Location"].startswith("/accounts/reauthenticate/code/")
    assert is_in(client)


@pytest.mark.django_db
def test_a_new_password_ends_the_other_sessions_and_is_told_by_mail() -> None:
    user = a_member(password=PASSWORD)
    thief, owner = signed_in(user), signed_in(user)
    form = {"oldpassword": PASSWORD, "password1": "another-long-one-9", "password2": "another-long-one-9"}
    owner.post("/accounts/password/change/", form)
    assert (is_in(thief), is_in(owner)) == (False, True)
    assert subjects(user.email)[-1] == "Your password was changed"


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_ends_the_other_sessions_and_is_told_by_mail() -> None:
    user = a_member(Role.FINANCE)
    thief, owner = Client(), Client()
    sign_in(thief, user)
    sign_in(owner, user)
    secret = owner.get("/accounts/2fa/totp/activate/").context["form"].secret
    owner.post("/accounts/2fa/totp/activate/", {"code": second_step(secret)})
    assert owner.get("/staff/").status_code == 200
    assert (is_in(thief), is_in(owner)) == (False, True)
    assert "Your second step is on: an authenticator app" in subjects(user.email)


@pytest.mark.django_db
def test_who_takes_away_their_last_second_factor_works_on_only_once_they_have_another() -> None:
    user = a_member(Role.FINANCE)
    client = signed_in(user, with_second_factor(user))
    assert client.get("/staff/").status_code == 200
    client.post("/accounts/2fa/totp/deactivate/")
    assert client.get("/staff/")["Location"] == "/accounts/2fa/"
    assert "Your second step is off: the authenticator app" in subjects(user.email)


@pytest.mark.django_db
def test_the_key_of_a_session_changes_at_sign_in_and_whenever_one_shows_again_who_one_is(
    clock: Clock,
) -> None:
    user, client = a_member(password=PASSWORD), Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/code/", {"email": user.email})
    before = client.session.session_key
    client.post("/accounts/login/code/confirm/", {"code": mailed_code(user.email)})
    signed = client.session.session_key
    clock.reads(NOON + timedelta(hours=1))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    shown = client.session.session_key
    assert len({before, signed, shown}) == 3
    assert not Session.objects.filter(session_key__in=[before, signed]).exists()
    assert UserSession.objects.get().session_key == shown


@pytest.mark.django_db
def test_after_signing_out_the_old_cookie_is_worth_nothing() -> None:
    client = signed_in(a_member())
    kept = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert not is_in(thief)


@pytest.mark.django_db
def test_somebody_who_may_no_longer_sign_in_is_out_at_the_next_request() -> None:
    user = a_member()
    client = signed_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_in(client)


@pytest.mark.django_db
def test_no_cache_keeps_what_somebody_saw_who_was_signed_in() -> None:
    client = signed_in(a_member())
    for page in ("/me/", "/accounts/email/", "/accounts/sessions/", "/privacy/"):
        assert "no-store" in client.get(page)["Cache-Control"], page


@pytest.mark.django_db
def test_what_is_kept_of_ended_sessions_is_forgotten() -> None:
    client, other = signed_in(a_member()), signed_in(a_member())
    client.post("/accounts/logout/")
    forget_ended(now=datetime.now(UTC))
    assert UserSession.objects.get().session_key == other.session.session_key
    assert is_in(other)


@given(st.text(max_size=300))
def test_whatever_a_browser_calls_itself_has_a_name(user_agent: str) -> None:
    assert device_of(user_agent)


@pytest.mark.django_db
def test_the_key_of_a_session_is_long_and_random() -> None:
    keys = {str(signed_in(a_member()).session.session_key) for _ in range(3)}
    assert len(keys) == 3
    assert all(len(key) == 32 and key.isalnum() for key in keys)


@pytest.mark.django_db
def test_signing_out_is_on_every_page() -> None:
    client = signed_in(a_member())
    for page in ("/me/", "/offices/", "/accounts/sessions/", "/privacy/"):
        assert 'action="/accounts/logout/"' in client.get(page, follow=True).content.decode(), page
