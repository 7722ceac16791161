"""The kinds of message about what was found out of offices."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.outbox.enums import Audience, Lane, Topic
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from offices.cards import cards_of
from offices.enums import FactStatus
from offices.models import Fact, Office, WantedOffice


def _news(message: OutgoingMessage) -> dict[str, Any]:
    office = Office.objects.select_related("division").filter(public_id=message.context["office"]).first()
    if office is None:
        raise NoLongerWanted("office_gone")
    (card,) = cards_of([office], now=clock.now())
    if not card.sources:
        raise NoLongerWanted("nothing_known")
    return {"office": office, "card": card, "page": reverse("offices:card", args=[office.public_id])}


def _decided(message: OutgoingMessage) -> dict[str, Any]:
    fact = Fact.objects.select_related("office").filter(public_id=message.context["fact"]).first()
    if fact is None:
        raise NoLongerWanted("fact_gone")
    page = reverse("offices:card", args=[fact.office.public_id])
    return {"fact": fact, "confirmed": fact.status == FactStatus.CONFIRMED, "page": page}


def _found(message: OutgoingMessage) -> dict[str, Any]:
    wanted = WantedOffice.objects.select_related("found").filter(public_id=message.context["wanted"]).first()
    if wanted is None or wanted.found is None:
        raise NoLongerWanted("not_found_after_all")
    return {"wanted": wanted, "page": reverse("offices:card", args=[wanted.found.public_id])}


for code, label, prepare, anchor, dropped in (
    ("office_news", _("What we found out about an office"), _news, "a fact of an office that somebody asked about is "
     "confirmed", "nothing is known of it after all"),
    ("told_fact_decided", _("What you told us was checked"), _decided, "staff confirm or refuse what somebody told",
     "the fact is gone"),
    ("wanted_office_found", _("The office you looked for is listed"), _found, "an office that somebody missed is "
     "listed", "it is not listed after all"),
):  # fmt: skip
    told = {"audience": Audience.CANDIDATE, "unsubscribe": Topic.NEWS, "anchor": anchor, "dropped": dropped}
    register(Kind(code, Lane.BULK, label, prepare, **told))  # type: ignore[arg-type]
