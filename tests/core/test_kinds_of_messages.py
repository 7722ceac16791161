"""Every kind of message says for whom it is, when it is due, what drops it, and whether somebody can be without it."""

from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core.outbox.enums import Lane, Topic
from core.outbox.page import PAGE, page
from core.outbox.registry import Kind, all_kinds
from core.outbox.timing import Elapsed, OnDay, When, in_words

HOUR = timedelta(hours=1)


def test_the_page_on_messages_is_the_one_that_the_code_writes(settings: Any) -> None:
    written = (Path(settings.BASE_DIR) / PAGE).read_text(encoding="utf-8")
    assert written == page(), "run `manage.py messages_table`"


def test_a_page_that_differs_is_noticed_and_written(settings: Any, tmp_path: Path, capsys: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(SystemExit):
        call_command("messages_table", "--check")
    call_command("messages_table")
    call_command("messages_table", "--check")
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == page()


def test_every_kind_says_what_it_is_due_relative_to() -> None:
    assert [kind.code for kind in all_kinds() if not kind.anchor] == []


def test_from_what_protects_an_account_nobody_unsubscribes_and_from_reminders_and_news_everybody_can() -> (
    None
):
    topics = {lane: {kind.topic for kind in all_kinds() if kind.lane == lane} for lane in Lane}
    assert topics[Lane.SECURITY] == {None}
    assert None not in topics[Lane.BULK]
    with pytest.raises(ValueError, match="security lane"):
        Kind("code", Lane.SECURITY, "A code", unsubscribe=Topic.NEWS)
    assert Kind("nudge", Lane.BULK, "A nudge").topic == Topic.NUDGES


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (Elapsed(-24 * HOUR), "24 hours before"),
        (Elapsed(48 * HOUR), "2 days after"),
        (Elapsed(-HOUR), "1 hour before"),
        (Elapsed(90 * HOUR / 60), "90 minutes after"),
        (Elapsed(timedelta()), "when"),
        (OnDay(3, time(10)), "at 10:00 in the recipient's zone, 3 days after"),
        (OnDay(-1, time(9, 30)), "at 09:30 in the recipient's zone, 1 day before"),
        (OnDay(0), "at 09:00 in the recipient's zone, on the day when"),
    ],
)
def test_a_rule_reads_as_words(when: When, words: str) -> None:
    assert in_words(when) == words
