"""Each kind of message is declared once, by the app that knows what it is about, in its `messages.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from core.outbox.attachments import Attach, nothing
from core.outbox.enums import Audience, Channel, Lane, Topic

if TYPE_CHECKING:
    from core.outbox.models import OutgoingMessage

Prepare = Callable[["OutgoingMessage"], dict[str, Any]]


class NoLongerWanted(Exception):
    """Raised by a kind's `prepare`: what the message is about has gone. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Kind:
    """`label` is what a person reads in a list of messages.

    `template` names `messages/<code>.txt`, whose first line is the subject.

    `prepare` turns the row's references into what the template shows, at the moment of sending, so that no personal
    text is stored. `attachments` makes of the same what the mail carries beside its words. `secret` kinds keep a sealed
    body instead, which staff can neither see nor resend. Of a kind that `forgets`, the address goes too once it was
    sent or given up.

    `channels` are the ways by which it may reach a person, the first for everybody. `unsubscribe` is the topic that
    ends it; None means that nobody can be without it. What is of the bulk lane always has one, the nudges when left
    out.

    In words, for docs/messages.md: `anchor` says what it is due relative to (of what is no reminder: what causes it),
    `until` how long it is worth sending where no reminder says so, and `dropped` what supersedes or cancels it.
    """

    code: str
    lane: Lane
    label: Any
    prepare: Prepare = lambda message: {}
    attachments: Attach = nothing
    secret: bool = False
    forgets: bool = False
    audience: Audience = Audience.ANYBODY
    channels: tuple[Channel, ...] = (Channel.EMAIL,)
    unsubscribe: Topic | None = None
    anchor: str = ""
    until: str = ""
    dropped: str = ""

    def __post_init__(self) -> None:
        if self.unsubscribe and self.lane == Lane.SECURITY:
            raise ValueError(f"Nobody can unsubscribe from {self.code}: it is of the security lane.")
        if not self.channels:
            raise ValueError(f"{self.code} needs a channel.")

    @property
    def topic(self) -> Topic | None:
        """The topic from which somebody unsubscribes to be without it, or None where nobody can."""
        return self.unsubscribe or (Topic.NUDGES if self.lane == Lane.BULK else None)

    @property
    def is_call(self) -> bool:
        """Whether it is a call to another system, which nobody reads: it has no template and no preview."""
        return self.channels == (Channel.SLACK,)

    @property
    def template(self) -> str:
        return f"messages/{self.code}.txt"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Declare `kind`. Raises ValueError when its code is taken."""
    if kind.code in _kinds:
        raise ValueError(f"The message kind {kind.code} is declared twice.")
    _kinds[kind.code] = kind
    return kind


def kind_of(code: str) -> Kind:
    """Return the declaration of `code`. Raises KeyError when nobody declared it."""
    return _kinds[code]


def is_declared(code: str) -> bool:
    """Return whether this process knows the kind `code`; of one from another version of the system it does not."""
    return code in _kinds


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: kind.code)


register(
    Kind(
        "account_mail",
        Lane.SECURITY,
        _("Sign-in and account"),
        secret=True,
        anchor="somebody asks for a code or changes how they sign in",
    )
)
