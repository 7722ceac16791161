from dataclasses import dataclass

import us
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from offices import selectors
from offices.enums import LEGISLATURE, Level
from offices.models import Office, ZipCode

STATES = [(state.abbr, state.name) for state in us.STATES_AND_TERRITORIES]


@dataclass(frozen=True)
class Card:
    office: Office
    last: selectors.LastContest | None


@dataclass(frozen=True)
class Group:
    label: str
    cards: list[Card]


@login_not_required
@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET
    typed, state, query = asked.get("zip", "").strip(), asked.get("state", ""), asked.get("q", "").strip()
    context: dict[str, object] = {
        "typed": typed[:20],
        "states": STATES,
        "state": state[:2],
        "query": query[:100],
    }
    status = 200
    if query:
        context |= _by_name(state, query)
    elif typed:
        status = _by_zip(typed, asked.get("chamber", ""), context)
    return render(request, "offices/list.html", context, status=status)


def _by_name(state: str, query: str) -> dict[str, object]:
    return {"groups": _groups(selectors.search_offices(state, query)), "searched": True}


def _by_zip(typed: str, chamber: str, context: dict[str, object]) -> int:
    """Fill `context` for the page of a ZIP code and return the answer's HTTP status."""
    if not selectors.clean_zip(typed):
        context["problem"] = _("A ZIP code has five digits, like 78701. Check it and try again.")
        return 400
    zip_code = selectors.find_zip(typed)
    if zip_code is None:
        context["problem"] = _("We do not know this ZIP code. Check it, or search by state and name below.")
        return 200
    context |= {"zip_code": zip_code, "typed": zip_code.code, "state": zip_code.state}
    if chamber in LEGISLATURE:
        level = Level(chamber)
        context |= {"chamber": level, "groups": _groups(selectors.districts_of(zip_code.state, level))}
    else:
        context |= _around(zip_code)
    return 200


def _around(zip_code: ZipCode) -> dict[str, object]:
    return {
        "groups": _groups(selectors.offices_around(zip_code.code)),
        "chambers": selectors.chambers_of(zip_code.state),
    }


def _groups(offices: list[Office]) -> list[Group]:
    last = selectors.last_contests(offices) if offices else {}
    groups: dict[str, Group] = {}
    for office in offices:
        group = groups.setdefault(office.level, Group(office.get_level_display(), []))
        group.cards.append(Card(office, last.get(office.pk)))
    return list(groups.values())
