"""How a message of any kind would read for somebody, before or without one being sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from core.outbox.again import Unreadable
from core.outbox.desk.reading import is_secret
from core.outbox.desk.samples import TRIES, References
from core.outbox.enums import Status
from core.outbox.models import OutgoingMessage
from core.outbox.registry import NoLongerWanted, kind_of
from core.outbox.rendering import Rendered, render

if TYPE_CHECKING:
    from core.accounts.models import User

RECENT = 3
# Whoever follows these chooses for the recipient.
CHOICES = re.compile(r"/(unsubscribe|preferences)/[^/?\s\"]+")


def preview(kind: str, person: User, language: str) -> Rendered:
    """Return how a message of `kind` to `person` would read today, in `language`.

    Raises Unreadable, with a sentence, for what holds a code or a link, and when there is nothing it could be about.
    """
    if is_secret(kind):
        raise Unreadable(
            _(
                "A message of this kind holds a code or a link that lets somebody in, so it is shown to nobody else."
            )
        )
    if kind_of(kind).is_call:
        raise Unreadable(_("No person reads this: it is a call to another system."))
    over = False
    for context in _contexts(kind, person):
        message = OutgoingMessage(
            kind=kind,
            lane=kind_of(kind).lane,
            channel=kind_of(kind).channels[0],
            recipient=person,
            to_address=person.email,
            language=language,
            context=context,
        )
        try:
            return without_choices(render(message))
        except NoLongerWanted:
            over = True
        except (KeyError, ObjectDoesNotExist, ValidationError):
            continue
    if over:
        raise Unreadable(
            _(
                "Nobody would send this to %(person)s now: what it could be about is over, or there is nothing to tell."
            )
            % {"person": person}
        )
    raise Unreadable(
        _(
            "There is nothing that this message could be about for %(person)s. Choose somebody who has come that far."
        )
        % {"person": person}
    )


def without_choices(rendered: Rendered) -> Rendered:
    """Return the message without the links by which its recipient, and nobody else, chooses what they get."""
    text, html = (CHOICES.sub(r"/\1/…", part) for part in (rendered.text, rendered.html))
    return replace(rendered, text=text, html=html, unsubscribe_url="")


def _contexts(kind: str, person: User) -> Iterator[dict[str, Any]]:
    """What such messages to this person were about, and then what they could be about."""
    sent = OutgoingMessage.objects.filter(recipient=person, kind=kind, status=Status.SENT)
    yield from sent.order_by("-id").values_list("context", flat=True)[:RECENT]
    for attempt in range(TRIES):
        yield References(kind, person, attempt)
