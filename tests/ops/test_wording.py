"""English and Spanish say the same things, all of them, and nothing is said that was never marked for translation."""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from uuid import uuid4

import pytest
import us
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import formats, translation

from candidates.models import Partner
from community.conduct import text_in
from community.models import Course, CourseTranslation, Lesson, LessonTranslation
from core import clock
from core.accounts.models import User
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, all_kinds
from core.outbox.rendering import render
from donors.releases import publish
from offices.models import Division, Office
from runforsomething.ops import access, wording
from runforsomething.ops.access import AUDIENCES, RECORDS
from tests.ops import pseudo
from tests.ops.test_access_matrix import Person, given_rows, url_of, world  # noqa: F401 - a fixture

CATALOGUE = Path(settings.BASE_DIR, "locale", "es", "LC_MESSAGES", "django.po")
# Names of organisations, zones, licences and formats; what a machine reads.
NAMES = (
    r"ocd-division/\S+", r"\b[0-9a-f]{8}\b(?!-)", r"\bdel?\b", r"\w+-\w+_FORMS",
    "Run for Something", "Slack", "English", "Español", "UTC", "C[DS]T", "E[DS]T", "QR", "CSV", "JSON", "API", "TOTP",
    r"[\w.+-]+@[\w.-]+", r"https?://\S+", r"/[\w/?=&.:-]+", r"[A-Z][a-z]+/[A-Z][\w /-]+", r"[\w-]+:[\w/:=.-]+",
    r"\w*_\w+",
    r"[0-9a-f-]{36}", r"R\d+", "Chrom\\w+", "Linux", "Mozilla",
)  # fmt: skip


def test_the_catalogue_compares_messages_placeholders_and_tags(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}{% blocktranslate trimmed count counter=n %}\n  {{ n }} <b>seat</b>\n{% plural %}\n"
        "  {{ n }} <b>seats</b>\n{% endblocktranslate %}{% translate 'Planted' %}{{ x|default:_('Too') }}"
    )
    po = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    kept = Catalog(locale="es")
    kept.add(("%(n)s <b>seat</b>", "%(n)s <b>seats</b>"), ("%(n)s <b>puesto</b>", "%(m)s <i>puestos</i>"))
    kept.add("Planted", "")
    kept.add("Gone", "Ido")
    target = io.BytesIO()
    write_po(target, kept)
    po.parent.mkdir(parents=True)
    po.write_bytes(target.getvalue())
    faults = wording.faults_of(tmp_path, po)
    said = [fault.partition(": ")[2].partition(":")[0] for fault in faults]
    assert sorted(said) == sorted([
        "not translated", "other placeholders than in English", "other tags than in English",
        "nobody says this any more", "not in django.po",
    ])  # fmt: skip
    assert wording.bring_up_to_date(tmp_path, po) == 2
    left = {fault.partition(": ")[2] for fault in wording.faults_of(tmp_path, po)}
    assert left == {
        "not translated: 'Planted'",
        "not translated: 'Too'",
        "other placeholders than in English: '%(n)s <b>seat</b>'",
        "other tags than in English: '%(n)s <b>seat</b>'",
    }


def test_the_spanish_catalogue_says_everything_and_nothing_else() -> None:
    """A new text without its translation fails here, with its file: run `manage.py wording`, and translate it."""
    faults = wording.faults_of(Path(settings.BASE_DIR), CATALOGUE)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("language", "day", "hour", "money"),
    [
        ("en", "Sunday, March 14", "3:30 PM", "1,234.56"),
        ("es", "domingo 14 de marzo", "3:30 p.\N{NO-BREAK SPACE}m.", "1,234.56"),
    ],
)
def test_days_times_and_amounts_are_written_as_in_the_united_states(
    language: str, day: str, hour: str, money: str
) -> None:
    moment = datetime(2027, 3, 14, 15, 30, tzinfo=UTC)
    with translation.override(language):
        assert formats.date_format(moment, "DAY_FORMAT") == day
        assert formats.date_format(moment, "TIME_FORMAT") == hour
        assert formats.number_format(Decimal("1234.56"), force_grouping=True) == money


MACHINES = {"Y-m-d", "Y-m-d H:i:s", r"Y-m-d\TH:i:sO", "c"}
ONE_PART = {"T", "l", "D j"}


def test_no_template_puts_a_day_together_in_the_order_of_one_language() -> None:
    written = [
        (file.name, shape)
        for file in sorted((Path(settings.BASE_DIR) / "templates").rglob("*.*"))
        for shape in re.findall(r"""\|date:["']([^"']+)["']""", file.read_text(encoding="utf-8"))
    ]
    assert len(written) > 100
    own = [(file, each) for file, each in written if each not in MACHINES | ONE_PART]
    assert [(file, each) for file, each in own if not each.endswith("_FORMAT")] == []


def data_of() -> re.Pattern[str]:
    """What is no wording but data: names of people, places and offices, and lessons in their own language."""
    states = [*us.STATES_AND_TERRITORIES, us.states.DC]
    known: set[str] = {state.name for state in states} | {state.abbr for state in states}
    known |= {"County clerk’s page on filing", "Go to a meeting.", "receipt.png"}  # what somebody wrote
    known |= {"Search", "True", "False", "None"}  # texts of pictures in Django's own admin
    known |= set(Division.objects.values_list("kind", flat=True))
    for names in User.objects.values_list("first_name", "last_name"):
        known |= set(names)
    for model, field in (
        (Office, "name"),
        (Division, "name"),
        (Lesson, "title"),
        (Course, "title"),
        (Course, "summary"),
        (Partner, "name"),
    ):
        known |= set(model._default_manager.values_list(field, flat=True))
    texts = sorted((re.escape(text) for text in known if text), key=len, reverse=True)
    return re.compile("|".join([*(rf"\b{text}" for text in texts), *NAMES]))


def literals(html: str, data: re.Pattern[str]) -> Iterator[str]:
    for text in pseudo.texts_of(html):
        if words := pseudo.plain_words(text, data):
            yield f"{' '.join(words)} — in: {text[:100]}"


@pytest.mark.django_db
def test_a_literal_is_found_and_what_is_translated_is_not() -> None:
    with pseudo.spoken(), translation.override("es"):
        page = f"<p title='Oops'>{translation.gettext('Sign up')} Ada Lovelace</p><script>no()</script>March"
    assert list(literals(page, re.compile("Ada Lovelace"))) == ["Oops — in: Oops", "March — in: March"]


def asked(person: Person, method: str, url: str) -> str:
    """Return the page, and undo whatever asking for it has done."""
    with transaction.atomic():
        send = getattr(person.client, method)
        answer = send(url, {"form_key": str(uuid4())} if method == "post" else {})
        transaction.set_rollback(True)
    if answer.streaming:
        for close in answer._resource_closers:  # all that `answer.close()` does but end the connection
            close()
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if is_page else ""


def our_pages(world: dict[str, Person]) -> Iterator[tuple[Person, str, str]]:  # noqa: F811
    """Every address of the site, read and written (with an empty form) by each kind of person that may."""
    for page in access.PAGES:
        for audience in AUDIENCES:
            url = url_of(page.route, {**world["somebody else"].objects, **world[audience].objects})
            for method, allowed in (("get", page.read), ("post", page.write)):
                if audience in allowed and page.route != "styleguide/":
                    yield world[audience], method, url


def back_office(world: dict[str, Person]) -> Iterator[tuple[Person, str, str]]:  # noqa: F811
    """Every list, every form to add something, and the row that was given to somebody."""
    rows = given_rows(world, clock.now())
    for row in RECORDS:
        name, pk = row.model.replace(".", "_"), rows.get(row.model, {}).get("given")
        for audience in sorted(set(AUDIENCES) & row.view)[:1]:  # others see the same words
            yield world[audience], "get", reverse(f"admin:{name}_changelist")
            if pk:
                yield world[audience], "get", reverse(f"admin:{name}_change", args=[pk])
        for audience in sorted(set(AUDIENCES) & row.add)[:1]:
            for method in ("get", "post"):
                yield world[audience], method, reverse(f"admin:{name}_add")


def account_pages(world: dict[str, Person]) -> Iterator[tuple[Person, str, str]]:  # noqa: F811
    for route in sorted(access.ENTRANCES | access.OWN_ACCOUNT):
        if not re.search(r"[<^]", route):
            person = world[access.ANONYMOUS if route in access.ENTRANCES else access.CANDIDATE]
            for method in ("get", "post"):
                yield person, method, f"/accounts/{route}"


@pytest.mark.slow
@pytest.mark.django_db
def test_no_page_shows_a_text_that_was_never_marked(
    world: dict[str, Person],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(as_of=clock.now(), now=clock.now())
    CourseTranslation.objects.all().delete()  # what is in English by its mark is left out
    in_english = text_in("en")
    monkeypatch.setattr("community.slack_views.text_in", lambda language: in_english)
    LessonTranslation.objects.all().delete()
    User.objects.update(language="es")
    for person in world.values():
        person.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    faults: dict[str, str] = {}
    data = data_of()
    opened = 0
    with pseudo.spoken(), translation.override(pseudo.LANGUAGE):
        for person, method, url in chain(our_pages(world), back_office(world), account_pages(world)):
            html = asked(person, method, url)
            opened += bool(html)
            for fault in literals(html, data):
                faults.setdefault(fault, f"{method} {url} by {person.user or access.ANONYMOUS}")
    assert opened > 250
    assert not faults, "\n".join(f"{place}: {fault}" for fault, place in sorted(faults.items()))


@pytest.mark.slow
@pytest.mark.django_db
def test_no_mail_says_what_was_never_marked(world: dict[str, Person]) -> None:  # noqa: F811
    data, faults, told = data_of(), [], set()
    with pseudo.spoken():
        for message in OutgoingMessage.objects.exclude(kind="account_mail"):
            message.language = "es"
            with suppress(NoLongerWanted):
                mail = render(message)
                told.add(message.kind)
                for text in (mail.subject, mail.text):
                    if words := pseudo.plain_words(text, data):
                        faults.append(f"{message.kind}: {words}")
    assert not faults, "\n".join(faults)
    assert told


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_the_label_of_a_mail_has_a_translation(kind: Kind) -> None:
    with translation.override("es"):
        said = str(kind.label)
    with translation.override("en"):
        assert said != str(kind.label)
