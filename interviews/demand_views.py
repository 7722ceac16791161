"""What staff see of the rush: sign-ups, how many ask, hours offered and needed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.accounts.predicates import is_program_staff
from interviews.demand import Surge, surge

WIDTH, HEIGHT, GAP = 14, 100, 2


@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    if not is_program_staff(request.user):
        raise PermissionDenied
    found = surge(now=clock.now())
    return render(request, "interviews/demand.html", {"surge": found, "bars": bars(found), "top": HEIGHT})


def bars(found: Surge) -> list[dict[str, Any]]:
    """Where each day's bars stand in the drawing, in its own units; y grows downwards."""
    drawn = []
    for number, day in enumerate(found.days):
        offered = round(HEIGHT * (day.offered + day.booked) / found.most, 1)
        needed = round(HEIGHT * day.needed / found.most, 1)
        x = number * 2 * (WIDTH + GAP)
        drawn.append(
            {
                "day": day,
                "x": x,
                "next_x": x + WIDTH,
                "offered": offered,
                "offered_y": HEIGHT - offered,
                "needed": needed,
                "needed_y": HEIGHT - needed,
            }
        )
    return drawn
