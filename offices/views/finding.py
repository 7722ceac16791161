"""The public search: around a ZIP code, in a chamber, in named divisions, or by state and name."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from offices import selectors
from offices.cards import cards_of
from offices.enums import DOWN_BALLOT, LEGISLATURE, LISTING_ORDER, Level
from offices.models import Office
from offices.ranking import Order, in_order
from offices.states import CODES, STATES

# The end of an Open Civic Data id, as the search by address puts it into the address.
DIVISION = re.compile(r"(state|district|territory):[a-z]{2}(/[a-z_]+:[a-z0-9_~.%-]+){0,3}", re.IGNORECASE)
MOST_DIVISIONS = 12
# A shorter list is read faster than it is narrowed.
WORTH_NARROWING = 5


@dataclass
class Found:
    """What a search gave: offices, and what the page says about them. `problem` is a sentence for the person."""

    offices: list[Office] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    status: int = 200


@login_not_required
@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    found = _find(asked)
    order, level = _chosen_order(asked.get("order", "")), _chosen_level(asked.get("level", ""))
    only_possible = asked.get("filing") == "possible"
    cards = cards_of(found.offices, now=clock.now())
    shown = [card for card in cards if level in ("", card.level)]
    if only_possible:
        shown = [card for card in shown if card.filing.is_possible]
    context = {
        "typed": asked.get("zip", "").strip()[:20],
        "states": STATES,
        "state": asked.get("state", "").upper()[:2],
        "query": asked.get("q", "").strip()[:100],
        "problem": found.problem,
        "cards": in_order(shown, order),
        "all": len(cards),
        "is_narrowed": len(cards) >= WORTH_NARROWING or len(shown) < len(cards) or order is not Order.LOCAL,
        "levels": [one for one in LISTING_ORDER if one in {card.level for card in cards}],
        "level": level,
        "orders": _orders(),
        "order": order,
        "only_possible": only_possible,
        "kept": _kept(asked),
    }
    return render(request, "offices/list.html", context | found.context, status=found.status)


def _find(asked: QueryDict) -> Found:
    if divisions := asked.getlist("d"):
        return _in_divisions(divisions)
    if query := asked.get("q", "").strip():
        return _by_name(asked.get("state", ""), query)
    if typed := asked.get("zip", "").strip():
        return _by_zip(typed, asked.get("chamber", ""))
    return Found()


def _in_divisions(divisions: list[str]) -> Found:
    suffixes = [text for text in divisions[:MOST_DIVISIONS] if len(text) < 200 and DIVISION.fullmatch(text)]
    offices = selectors.offices_of_divisions(suffixes) if suffixes else []
    if not offices:
        problem = _("This link names no place that we know. Search by ZIP code, or by state and name.")
        return Found(problem=problem, status=404)
    return Found(offices, {"by_address": True, "state": offices[0].state})


def _by_name(state: str, query: str) -> Found:
    if "\x00" in query or len(query) > 100:
        return Found(problem=_("Write the name of a place in fewer than 100 characters."), status=400)
    if state.upper() not in CODES:
        return Found(problem=_("Choose the state that the place is in."), status=400)
    return Found(selectors.search_offices(state, query), {"searched": True})


def _by_zip(typed: str, chamber: str) -> Found:
    if not selectors.clean_zip(typed):
        problem = _("A ZIP code has five digits, like 78701. Check it and try again.")
        return Found(problem=problem, status=400)
    zip_code = selectors.find_zip(typed)
    if zip_code is None:
        return Found(problem=_("We do not know this ZIP code. Check it, or search by state and name below."))
    context: dict[str, Any] = {"zip_code": zip_code, "typed": zip_code.code, "state": zip_code.state}
    if chamber in LEGISLATURE:
        level = Level(chamber)
        return Found(selectors.districts_of(zip_code.state, level), context | {"chamber": level})
    context["chambers"] = selectors.chambers_of(zip_code.state)
    return Found(selectors.offices_around(zip_code.code), context)


def _orders() -> list[tuple[Order, str]]:
    return [
        (Order.LOCAL, _("closest to home first")),
        (Order.UNCLAIMED, _("seats that nobody contested first")),
        (Order.CHEAPEST, _("cheapest known race first")),
    ]


def _chosen_order(text: str) -> Order:
    return Order(text) if text in list(Order) else Order.LOCAL


def _chosen_level(text: str) -> Level | str:
    return Level(text) if text in DOWN_BALLOT else ""


def _kept(asked: QueryDict) -> list[tuple[str, str]]:
    """What the filters send along, so that they narrow the same search."""
    names = ("zip", "chamber", "state", "q")
    kept = [(name, str(asked[name])[:100]) for name in names if asked.get(name)]
    return kept + [("d", text) for text in asked.getlist("d")[:MOST_DIVISIONS]]
