"""Every list takes as many queries for 300 rows as for one."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from candidates.models import Candidate
from core import queues
from core.accounts.models import User
from core.accounts.roles import Role
from donors.models import Release
from interviews.models import Interviewer
from mentorship.models import Mentor
from runforsomething.ops.access import BACK_OFFICE, CANDIDATE, RECORDS
from tests.factories.people import make_user
from tests.ops import list_rows
from tests.ops.list_rows import STATE, ZIP, Rows
from tests.ops.test_access import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SIZES = (1, 30, 300)
VIEWERS = {row.model: row for row in RECORDS}
SEE_ALL = (Role.PROGRAM_STAFF, Role.FINANCE, Role.RESEARCHER)
VOLUNTEERS = {Role.INTERVIEWER, Role.PLAN_REVIEWER}
# Each of the other lists' rows brings several people.
EVERYBODY = "accounts.user"


@dataclass(frozen=True)
class Seen:
    """One request: how many queries it took and how many rows there were to list."""

    queries: int
    rows: int


Counts = dict[str, list[Seen]]
# Of an answer, how many rows there were.
Count = Callable[[Any], int]


@dataclass
class World:
    rows: Rows
    clients: dict[str, Client]
    users: dict[str, User]
    counts: Counts = field(default_factory=lambda: defaultdict(list))

    def see(self, name: str, client: Client, url: str, rows: Count) -> Seen:
        """Open a list and note what it took."""
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url)
        assert answer.status_code == 200, name
        seen = Seen(len(captured), rows(answer))
        self.counts[name].append(seen)
        return seen

    def sizes(self) -> Iterator[int]:
        for size in SIZES:
            self.rows.grow_to(size)
            learn_how_much_there_is()
            yield size


def learn_how_much_there_is() -> None:
    """As the database's own housekeeping does: lists of tables that it believes to be empty take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.fixture
def world(now: datetime, settings: Settings, tmp_path: Path) -> World:
    clock_file = tmp_path / "clock"
    clock_file.write_text(now.isoformat(), encoding="ascii")
    settings.CLOCK_FILE = str(clock_file)
    ContentType.objects.get_for_models(*apps.get_models())  # A process looks them up once and keeps them.
    users = {role: make_user(role) for role in Role.values}
    return World(Rows(now), {role: sign_in(user) for role, user in users.items()}, users)


def growing(counts: Counts) -> dict[str, list[int]]:
    """Return the lists whose queries differ between the sizes."""
    queries = {name: [seen.queries for seen in found] for name, found in counts.items()}
    return {name: found for name, found in queries.items() if len(set(found)) > 1}


def most_queries(counts: Counts) -> int:
    return max(seen.queries for found in counts.values() for seen in found)


def changelists() -> Iterator[tuple[str, str, bool]]:
    """Every model of the admin, who may list it, and whether they list only what was given to them.

    Of those who see the same, one is enough. Of people and plans, interviewers and plan reviewers see less.
    """
    for model in admin.site._registry:
        viewers = VIEWERS[model._meta.label_lower]
        employees = [role for role in SEE_ALL if role in viewers.view]
        others = viewers.view & VOLUNTEERS if model._meta.app_label != "offices" else ()
        for role in [*employees[:1], *sorted(others)]:
            yield model._meta.label_lower, role, role in viewers.given


def test_every_changelist_takes_as_many_queries_for_1_and_30_and_300_rows(world: World) -> None:
    for _size in world.sizes():
        for given in (False, True):
            with list_rows.undone() if given else nullcontext():
                if given:
                    list_rows.give_to(world.users[Role.INTERVIEWER], world.users[Role.PLAN_REVIEWER])
                for model, role, only_given in changelists():
                    if only_given == given:
                        see_changelist(world, model, role)
    counts = world.counts
    assert {name.split()[0] for name in counts} == {m._meta.label_lower for m in admin.site._registry}
    assert growing(counts) == {}
    assert most_queries(counts) <= 10
    rows = {name: tuple(seen.rows for seen in found) for name, found in counts.items()}
    everybody = rows.pop(f"{EVERYBODY} as {Role.PROGRAM_STAFF}")
    assert {name: found for name, found in rows.items() if found != SIZES} == {}
    assert all(size < found < 5 * size + len(Role) for size, found in zip(SIZES, everybody, strict=True))


def see_changelist(world: World, model: str, role: str) -> None:
    url = reverse(f"admin:{model.replace('.', '_')}_changelist")
    world.see(
        f"{model} as {role}", world.clients[role], url, lambda answer: answer.context["cl"].result_count
    )


def test_the_staff_page_takes_as_many_queries_however_much_waits(world: World) -> None:
    full: dict[int, set[str]] = defaultdict(set)

    def waiting(answer: Any) -> int:
        size = world.rows.count
        labels = {str(queue.label) for queue in answer.context["queues"] if queue.count == size}
        full[size] |= labels
        return len(labels)

    for _size in world.sizes():
        with list_rows.undone():
            list_rows.let_everything_wait()
            list_rows.give_to(world.users[Role.INTERVIEWER], make_user())
            for role in sorted(BACK_OFFICE):
                world.see(role, world.clients[role], "/staff/", waiting)
            list_rows.request_every_award()
            list_rows.take_everybody_out_of_slack()
            world.see("out of Slack", world.clients[Role.PROGRAM_STAFF], "/staff/", waiting)
            world.see("awards requested", world.clients[Role.FINANCE], "/staff/", waiting)
            list_rows.ask_for_captions()
            world.see("captions asked for", world.clients[Role.PROGRAM_STAFF], "/staff/", waiting)
            list_rows.put_everybody_on_a_ballot()
            world.see("on a ballot", world.clients[Role.PROGRAM_STAFF], "/staff/", waiting)
    assert growing(world.counts) == {}
    assert most_queries(world.counts) <= 60
    assert full == {size: {str(queue.label) for queue in queues._queues} for size in SIZES}


def autocompletes() -> Iterator[str]:
    """The addresses that offer rows to choose from while one types."""
    for model, page in admin.site._registry.items():
        for name in page.autocomplete_fields:
            asked = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": name,
            }
            yield f"{reverse('admin:autocomplete')}?{urlencode(asked)}"


def offered(answer: Any) -> int:
    return len(answer.json()["results"])


def test_what_one_chooses_from_while_typing_takes_as_many_queries_for_1_and_30_and_300_rows(
    world: World,
) -> None:
    client = sign_in(make_user(*SEE_ALL))
    for _size in world.sizes():
        for url in autocompletes():
            world.see(url, client, url, offered)
    assert growing(world.counts) == {}
    assert most_queries(world.counts) <= 5
    assert all(found[-1].rows == 20 for found in world.counts.values())


@dataclass(frozen=True)
class Page:
    """A page that lists something. `shown` counts its rows, and `cut` is how many it shows at most."""

    url: str
    viewer: str
    shown: Count
    prepare: Callable[[Candidate], None] = lambda candidate: None
    cut: int = SIZES[-1]


def offices(answer: Any) -> int:
    return len(set(re.findall(r"Listville \d+ City Council", answer.content.decode())))


def shown(name: str) -> Count:
    return lambda answer: len(answer.context[name])


def interviewers(answer: Any) -> int:
    """Those whose free times are put together; a time is shown once, however many of them are free then."""
    return Interviewer.objects.bookable().count()


def releases(answer: Any) -> int:
    """The page shows the figures of the newest one."""
    return Release.objects.count()


def work(part: str) -> Count:
    return lambda answer: len(getattr(answer.context["work"], part))


def listed(answer: Any) -> int:
    count: int = answer.context["cl"].result_count
    return count


QUEUE = "/admin/interviews/scorecard/?decision=missing"
PAGES = [
    Page(f"/offices/?zip={ZIP}", CANDIDATE, offices),
    Page(f"/offices/?zip={ZIP}&chamber=state_house", CANDIDATE, offices, list_rows.make_a_chamber),
    Page(f"/offices/?state={STATE}&q=Listville", CANDIDATE, offices, cut=60),
    Page(f"/signup/?zip={ZIP}", CANDIDATE, offices),
    Page("/me/", CANDIDATE, shown("candidacies"), list_rows.run_everywhere),
    Page("/me/", CANDIDATE, shown("messages_sent"), list_rows.write_to, cut=5),
    Page("/me/messages/", CANDIDATE, shown("messages_sent"), list_rows.write_to, cut=30),
    Page("/me/details/", CANDIDATE, offices),
    Page("/me/races/new/", CANDIDATE, offices),
    Page("/intro-calls/", CANDIDATE, shown("calls"), list_rows.announce_all, cut=20),
    Page("/interviews/", CANDIDATE, interviewers, list_rows.look_for_a_talk),
    Page("/interviews/mine/", Role.INTERVIEWER, work("without_notes"), list_rows.owe_every_note, cut=50),
    Page("/interviews/mine/", Role.INTERVIEWER, work("readings"), list_rows.owe_every_note, cut=50),
    Page("/interviews/mine/", Role.INTERVIEWER, work("coming"), list_rows.hold_every_talk, cut=50),
    Page(QUEUE, Role.PROGRAM_STAFF, listed, list_rows.decide_nothing),
    Page(
        f"{QUEUE}&state={STATE}&level=city_council&wait=2",
        Role.PROGRAM_STAFF,
        listed,
        list_rows.decide_nothing,
    ),
    Page("/admin/interviews/interview/?notes=ours", Role.PROGRAM_STAFF, listed, list_rows.owe_every_note),
    Page("/training/", CANDIDATE, shown("courses")),
    Page("/training/course-0/", CANDIDATE, shown("lessons"), list_rows.make_one_course),
    Page("/mentorship/", CANDIDATE, shown("pairs"), cut=1),
    Page("/mentorship/", Role.MENTOR, shown("pairs"), list_rows.accompany_all),
    Page("/funding/", CANDIDATE, shown("candidacies"), list_rows.run_everywhere),
    Page("/funding/{race}/", CANDIDATE, shown("gifts"), list_rows.run_everywhere),
    Page("/funding/{race}/", CANDIDATE, shown("awards"), list_rows.run_everywhere),
    Page("/offices/research/", Role.RESEARCHER, shown("told"), cut=50),
    Page("/offices/research/", Role.RESEARCHER, shown("gaps"), cut=50),
    Page("/offices/research/", Role.RESEARCHER, shown("wanted"), cut=50),
    Page("/donors/", Role.DONOR, releases),
]


def test_every_list_of_the_site_takes_as_many_queries_for_1_and_30_and_300_rows(world: World) -> None:
    for size in world.sizes():
        candidate = Candidate.objects.select_related("user").earliest("pk")
        race = candidate.candidacies.get().public_id
        mentor = Mentor.objects.select_related("user").earliest("pk").user
        clients = world.clients | {CANDIDATE: sign_in(candidate.user), Role.MENTOR: sign_in(mentor)}
        for number, page in enumerate(PAGES):
            with list_rows.undone():
                page.prepare(candidate)
                url = page.url.format(race=race)
                found = world.see(f"{number}: {page.url}", clients[page.viewer], url, page.shown)
                assert found.rows == min(size, page.cut), page.url
    assert growing(world.counts) == {}
    assert most_queries(world.counts) <= 30
