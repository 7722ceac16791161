"""The first writer of a plan: everything by COPY, in one transaction, a few thousand people at a time."""

from contextlib import nullcontext

import pgtrigger
from django.db import connection, transaction
from pghistory.trigger import Event
from psycopg2.extras import execute_values

from funding.eligibility import Policy
from funding.models import Programme
from interviews.models import IntroCall
from mentorship.models import Mentor
from runforsomething.ops.demonstration.copying import aside, press
from runforsomething.ops.demonstration.copying.writing import Totals, Writing
from runforsomething.ops.demonstration.plan import Plan
from runforsomething.ops.demonstration.scene import Scene, set_the_scene

PLACES = """
UPDATE mentorship_mentor AS mentor SET taken = given.taken
FROM (VALUES %s) AS given (id, taken) WHERE given.id = mentor.id
"""


@transaction.atomic
def load(plan: Plan, *, seed: int, policy: Policy) -> None:
    """Write `plan` into a database that holds offices and nobody; all of it, or nothing."""
    scene = set_the_scene(plan)
    writing = Writing(plan, scene, seed, policy)
    _prepare()
    many = plan.numbers.sign_ups >= aside.MANY_CANDIDATES
    with aside.set_aside(writing.books.tables) if many else nullcontext():
        totals = press.copy(writing.write)
    _settle(scene, totals)
    _watch_again()
    totals.tally.publish()


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


def _settle(scene: Scene, totals: Totals) -> None:
    """Set the running totals of the rows that were there before what they count, and what keys come next."""
    for call, taken in zip(scene.calls, totals.seats, strict=True):
        IntroCall.objects.filter(pk=call.pk).update(seats_taken=taken)
    Programme.objects.filter(pk=scene.programme.pk).update(committed=totals.committed, paid=totals.paid)
    with connection.cursor() as cursor:
        places = [(int(key), taken) for key, taken in totals.places]
        execute_values(cursor.cursor, PLACES, places, page_size=5_000)
        for table, key in totals.next_keys.items():
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, key])


def _watch_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")
