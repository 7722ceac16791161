"""What somebody wants to get of us: read and written by the keys of a link, never by a name or an address."""

from collections.abc import Collection
from datetime import datetime

from core.outbox.enums import Channel, Suppressed, Topic
from core.outbox.links import Chooser
from core.outbox.suppression import lift, suppress

# The others are for whoever works here or gives: they are shown to whoever comes from such a mail.
FOR_ALL = (Topic.WELCOME, Topic.NUDGES, Topic.NEWS)


def choose(
    chooser: Chooser,
    wanted: Collection[str],
    *,
    of: Collection[str],
    at: datetime,
    source: str = "preferences",
) -> None:
    """From now on `chooser` gets `wanted` of the topics `of`, and no other of them; the rest stays as it is."""
    lift(chooser.targets, topics=[topic for topic in of if topic in wanted])
    unwanted = [topic for topic in of if topic not in wanted]
    suppress(chooser.targets, Suppressed.UNSUBSCRIBED, at=at, topics=unwanted, source=source)


def unsubscribe(chooser: Chooser, topic: Topic, *, at: datetime, source: str) -> None:
    """From now on `chooser` gets nothing of `topic`, and everything else as before."""
    suppress(chooser.targets, Suppressed.UNSUBSCRIBED, at=at, topics=[topic], source=source)


def mail_again(chooser: Chooser) -> None:
    """Send to an address again that did not work for a while, or from which a mail was marked as spam by mistake."""
    lift(chooser.targets, channel=Channel.EMAIL)
