"""The first writer of a plan: everything by COPY, in one transaction, a few thousand people at a time."""

import pgtrigger
from django.db import connection, transaction
from pghistory.trigger import Event
from psycopg2.extras import execute_values

from funding.eligibility import Policy
from funding.models import Programme
from interviews.models import IntroCall
from mentorship.models import Mentor
from runforsomething.ops.demonstration.copying.books import Books
from runforsomething.ops.demonstration.copying.campaign import Verdicts
from runforsomething.ops.demonstration.copying.figures import Tally
from runforsomething.ops.demonstration.copying.money import MoneyScribe
from runforsomething.ops.demonstration.copying.person import PersonScribe
from runforsomething.ops.demonstration.copying.press import Press
from runforsomething.ops.demonstration.copying.race import RaceScribe
from runforsomething.ops.demonstration.copying.team import TeamScribe
from runforsomething.ops.demonstration.plan import Plan
from runforsomething.ops.demonstration.scene import STAFF, Scene, set_the_scene

BATCH = 4_000
PLACES = """
UPDATE mentorship_mentor AS mentor SET taken = given.taken
FROM (VALUES %s) AS given (id, taken) WHERE given.id = mentor.id
"""


@transaction.atomic
def load(plan: Plan, *, seed: int, policy: Policy) -> None:
    """Write `plan` into a database that holds offices and nobody; all of it, or nothing."""
    scene = set_the_scene(plan)
    books = Books(seed)
    team = TeamScribe(books, plan, scene)
    people = PersonScribe(books, team, scene.calls)
    election_day, priced = plan.window.election_day(), {level: o.pk for level, o in scene.priced.items()}
    verdicts = Verdicts(books, election_day, priced, policy)
    money = MoneyScribe(books, team, scene.programme, verdicts, policy)
    races = RaceScribe(books, team.users[STAFF]["id"], election_day, verdicts, money)
    tally = Tally(plan.window.releases())
    _prepare()
    with Press() as press:
        _write_team(plan, books, team, tally, press)
        for number, person in enumerate(plan.people(), start=1):
            user, candidate = people.write(person)
            tally.person(person)
            if person.run is not None:
                races.write(person, person.run, user, candidate)
                tally.race(person)
            if number % BATCH == 0:
                press.send(books.take())
        places = team.places_taken()
        press.send(books.take())
    _settle(scene, people.seats, places, money)
    books.number_on()
    _watch_again()
    tally.publish()


def _write_team(plan: Plan, books: Books, team: TeamScribe, tally: Tally, press: Press) -> None:
    team.interviewer(None)
    team.mentor(None)
    for write, helpers in (
        (team.interviewer, plan.interviewers()),
        (team.mentor, plan.mentors()),
        (team.donor, plan.donors()),
    ):
        for number, helper in enumerate(helpers, start=1):
            write(helper)
            if number % BATCH == 0:
                press.send(books.take())
    for number, gift in enumerate(plan.donations(), start=1):
        team.donation(gift)
        tally.donation(gift)
        if number % BATCH == 0:
            press.send(books.take())
    press.send(books.take())


def _prepare() -> None:
    """Have references checked with each COPY, not all at the end, and leave the history of it to the sheets."""
    recorders = [
        trigger.get_pgid(model)
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, Event) and (model is Mentor or trigger.operation == pgtrigger.Insert)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{','.join(recorders)}}}"])


def _settle(scene: Scene, seats: list[int], places: list[tuple[str, int]], money: MoneyScribe) -> None:
    """Set the running totals of the rows that were there before what they count."""
    for call, taken in zip(scene.calls, seats, strict=True):
        IntroCall.objects.filter(pk=call.pk).update(seats_taken=taken)
    Programme.objects.filter(pk=scene.programme.pk).update(committed=money.committed, paid=money.paid)
    with connection.cursor() as cursor:
        execute_values(cursor.cursor, PLACES, [(int(key), taken) for key, taken in places], page_size=5_000)


def _watch_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
