"""Each person's language is kept; a visitor's stands in a cookie."""

import pytest
from django.test import Client

from core.accounts.models import User
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def language_of(client: Client, url: str = "/privacy/", **headers: str) -> str:
    """The language that the page says it is written in, in its first tag and in its header alike."""
    answer = client.get(url, headers=headers)
    code = answer["Content-Language"]
    assert f'<html lang="{code}">' in answer.content.decode()
    return code


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_visitor_is_spoken_to_in_the_language_of_the_browser_until_they_choose_another() -> None:
    client = Client()
    assert language_of(client) == "en"
    assert language_of(client, **{"accept-language": "es-MX,es;q=0.9"}) == "es"
    answer = client.post("/language/", {"language": "es", "next": "/offices/?zip=78701"})
    assert answer["Location"] == "/offices/?zip=78701"
    assert language_of(client) == "es"
    client.post("/language/", {"language": "en"})
    assert language_of(client, **{"accept-language": "es"}) == "en"


def test_a_person_is_spoken_to_in_their_own_language_whatever_the_browser_asks_for() -> None:
    client = signed_in(make_user(language="es"))
    assert language_of(client, **{"accept-language": "en"}) == "es"
    assert language_of(Client()) == "en"


def test_a_choice_is_kept_with_the_person_and_followed_in_every_browser() -> None:
    user = make_user()
    signed_in(user).post("/language/", {"language": "es", "next": "/me/"})
    user.refresh_from_db()
    assert user.language == "es"
    assert language_of(signed_in(user), "/me/") == "es"


@pytest.mark.parametrize("language", ["", "xx", "<script>", "es\x00", "e" * 5_000])
def test_a_language_that_we_do_not_speak_changes_nothing(language: str) -> None:
    user = make_user(language="es")
    answer = signed_in(user).post("/language/", {"language": language, "next": "/privacy/"})
    assert answer["Location"] == "/privacy/"
    user.refresh_from_db()
    assert user.language == "es"
    User.objects.filter(pk=user.pk).update(language="xx")
    assert language_of(signed_in(user)) == "en"


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_back_stays_on_this_site(place: str) -> None:
    assert Client().post("/language/", {"language": "es", "next": place})["Location"] == "/"


def test_a_form_from_another_site_changes_no_language() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/language/", {"language": "es"}).status_code == 403
    assert language_of(client) == "en"


def test_each_language_is_offered_on_every_page_in_its_own_words() -> None:
    page = Client().get("/privacy/").content.decode()
    assert page.count('name="language" value="es" lang="es">Español') == 1
    assert page.count('name="language" value="en" lang="en" aria-current="true">English') == 1
