"""The demonstration by COPY is what the services would have written, and it repeats itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django import Settings

from candidates.models import Candidate
from core.accounts.models import User
from donors.figures import DEFINITIONS
from donors.models import Release
from funding.policy import current_policy
from offices.models import Office
from runforsomething.ops.demonstration.copying.load import load
from runforsomething.ops.demonstration.plan import Plan
from runforsomething.ops.demonstration.replay import replay
from tests.factories.people import make_user
from tests.ops.demonstrations import SEED, UNTIL, crowded_ballot, plan_of, small_country
from tests.ops.tables import Snapshot, differences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("swept"), pytest.mark.slow]

# Nothing of the demonstration is in these: secrets, forms on their way, confirmations by another road.
EMPTY = {"outbox_sealedbody", "once_formreceipt", "account_emailconfirmation", "scheduling_dayoff"}
EMPTY |= {"accounts_user_user_permissions", "outbox_hold", "outbox_holdevent", "candidates_consentwording"}
EMPTY |= {"accounts_secondfactorreset", "accounts_signinlink", "outbox_suppression", "outbox_providerevent"}
EMPTY |= {
    "outbox_intervention",
    "donors_boardreader",
    "interviews_registrationtransition",
    "interviews_watchedrecording",
    "scheduling_calendarfeed",
    "mentorship_mentorsession",
    "funding_applicationdocument",
    "funding_contributionlimit",
    "funding_legalentity",
    "funding_paymenttransition",
    "funding_spendingreport",
    "funding_treasurerinvitation",
    "funding_spendingreportevent",
    "mentorship_mentorsessionevent",
    "interviews_notesdraft",
    "interviews_secondreading",
    "interviews_secondreadingevent",
    "interviews_undonedecision",
}
EMPTY |= {f"candidates_{table}{history}" for table in ("partner", "handover") for history in ("", "event")}
EMPTY |= {
    f"community_{table}" for table in ("slackchannel", "slackchannelevent", "channelseat", "seattransition")
}
EMPTY |= {f"scheduling_{table}" for table in ("busyfeed", "busytime", "hourson")}
EMPTY |= {"interviews_conflictofinterest", "interviews_talkhold"}
EMPTY |= {"community_slackevent", "community_slackpause"}
EMPTY |= {
    "candidates_ballotcorrection",
    "candidates_filingtick",
    "funding_fundingpolicy",
    "funding_candidacychecks",
}
# Written after the story, by the command.
SHARED_OUT = ("region", "regionstate", "ownership", "leave")
FOUND_LATER = ("compared", "likenesskey", "likelyduplicate", "personmerge")
EMPTY |= {f"candidates_{table}{history}" for table in SHARED_OUT for history in ("", "event")}
EMPTY |= {f"candidates_{table}" for table in FOUND_LATER}


@pytest.fixture(autouse=True)
def _country(db: None) -> None:
    small_country()


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def copied(plan: Plan, *, seed: int = SEED) -> Snapshot:
    load(plan, seed=seed, policy=current_policy())
    return Snapshot()


def test_copying_500_people_and_living_their_lives_fill_the_same_tables() -> None:
    with undone():
        by_copy = copied(crowded_ballot(500))
        assert {table for table, rows in by_copy.tables.items() if not rows} == EMPTY
    replay(crowded_ballot(500))
    assert differences(by_copy, Snapshot()) == {}


def test_the_same_arguments_tell_the_same_story_and_another_seed_another_one() -> None:
    with undone():
        first = copied(plan_of(60))
        ids = set(Candidate.objects.values_list("user__email", "public_id"))
    with undone():
        assert differences(first, copied(plan_of(60))) == {}
        assert set(Candidate.objects.values_list("user__email", "public_id")) == ids
    other = copied(plan_of(60, seed=SEED + 1), seed=SEED + 1)
    assert "candidates_candidate" in differences(first, other)


def test_each_released_figure_is_what_its_definition_counts() -> None:
    copied(crowded_ballot(500))
    releases = Release.objects.prefetch_related("figures")
    assert releases[0].as_of == UNTIL
    for release in releases:
        told = {figure.code: figure.value for figure in release.figures.all()}
        assert told == {d.code: d.count(release.as_of) for d in DEFINITIONS}, release


def test_whoever_comes_after_the_demonstration_finds_free_keys(db: None) -> None:
    copied(plan_of(20))
    before = set(User.objects.values_list("pk", flat=True))
    assert make_user(email="new@example.net").pk not in before
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)


def test_the_history_goes_on_being_written_by_its_triggers() -> None:
    copied(plan_of(20))
    candidate = Candidate.objects.exclude(verified_at=None).latest("pk")
    events = Candidate.pgh_event_model.objects.filter(pgh_obj=candidate)  # type: ignore[attr-defined]
    assert [event.pgh_label for event in events.order_by("pgh_id")][:2] == ["insert", "update"]
    written = events.count()
    Candidate.objects.filter(pk=candidate.pk).update(exploring=not candidate.exploring)
    assert events.count() == written + 1


@pytest.mark.parametrize("candidates", [1, 2, 5, 12, 19, 20, 35])
def test_any_small_size_loads(candidates: int) -> None:
    copied(plan_of(candidates))
    assert Candidate.objects.count() == candidates
    assert User.objects.filter(is_demonstration=False).count() == 0


@pytest.mark.parametrize("days", range(0, 360, 45))
def test_any_last_day_loads(days: int) -> None:
    until = UNTIL + timedelta(days=days)
    copied(plan_of(40, until=until))
    assert Release.objects.latest("as_of").as_of == until


def run(**options: object) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def test_the_command_says_what_it_did() -> None:
    assert run(candidates=20, until="2026-03-02").startswith("Loaded a demonstration of 20 sign-ups")


def test_a_database_with_a_real_person_is_refused() -> None:
    make_user()
    with pytest.raises(CommandError, match="real people"):
        run(candidates=20)


def test_a_second_demonstration_is_refused() -> None:
    run(candidates=20)
    with pytest.raises(CommandError, match="There is a demonstration"):
        run(candidates=20)


def test_nothing_is_left_of_a_demonstration_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runforsomething.ops.demonstration.copying.writing.BATCH", 10)
    monkeypatch.setattr("runforsomething.ops.demonstration.wording.NOTE", None)
    monkeypatch.setattr("runforsomething.ops.demonstration.copying.talks.NOTE", None)
    with pytest.raises(Exception, match="note_to_candidate"):
        run(candidates=60)
    assert not User.objects.exists()


def test_production_and_missing_offices_and_no_date_are_refused(settings: Settings) -> None:
    with pytest.raises(CommandError, match="2026-03-14"):
        run(candidates=20, until="yesterday")
    with pytest.raises(CommandError, match="number from 1"):
        run(candidates=0)
    Office.objects.all().delete()
    with pytest.raises(CommandError, match="load_offices"):
        run(candidates=20)
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="production"):
        run(candidates=20)
