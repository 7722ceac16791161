from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from candidates.enums import Stage
from candidates.models import Candidate
from community.conduct import current_version
from community.slack import accept_conduct, note_joined
from community.slack_models import SlackChannel, SlackMembership
from tests.factories.people import make_candidate, make_user
from tests.slack_stand_in import Workspace, serve

INVITE_LINK = "https://join.slack.example.org/t/ours/shared_invite/zt-1"
SECRET = "0123456789abcdef0123456789abcdef"


class Hands:
    """What the tests of Slack do again and again, at one moment that `at` sets."""

    def __init__(self, now: datetime, clock: Path) -> None:
        self.clock = clock
        self.set(now)

    def set(self, now: datetime) -> None:
        self.now = now
        self.clock.write_text(now.isoformat())

    def on_board(self, **fields: Any) -> Candidate:
        """Somebody on board, who has agreed to nothing yet."""
        candidate = make_candidate(now=self.now, stage=Stage.COMMITTED, **fields)
        SlackMembership.objects.create(candidate=candidate, queued_at=self.now)
        return candidate

    def accept(self, candidate: Candidate) -> SlackMembership:
        accept_conduct(candidate, version=current_version(), at=self.now)
        return candidate.slack.__class__.objects.get(candidate=candidate)

    def member(self, slack_id: str = "", **fields: Any) -> SlackMembership:
        """Somebody who has agreed, and has joined as `slack_id`."""
        candidate = self.on_board(
            user=make_user(email=f"{slack_id or 'somebody'}@example.org".lower()), **fields
        )
        membership = self.accept(candidate)
        note_joined(
            SlackMembership.objects.filter(pk=membership.pk), actor=None, at=self.now, slack_id=slack_id
        )
        return SlackMembership.objects.get(pk=membership.pk)


@pytest.fixture
def hands(now: datetime, tmp_path: Path, settings: LazySettings) -> Hands:
    settings.CLOCK_FILE = str(tmp_path / "clock")
    return Hands(now, tmp_path / "clock")


@pytest.fixture
def by_link(settings: LazySettings) -> str:
    settings.ORG_SLACK_INVITE_URL = INVITE_LINK
    return INVITE_LINK


@pytest.fixture
def slack(settings: LazySettings, db: None) -> Iterator[Workspace]:
    """Slack as it answers our bot, with one channel for everybody."""
    with serve(Workspace(channels={"C0ALL": set()})) as workspace:
        settings.SLACK_BOT_TOKEN = "xoxb-of-the-tests"
        settings.SLACK_API_URL = workspace.url
        SlackChannel.objects.create(name="everybody", channel_id="C0ALL")
        yield workspace
