"""One office: everything that is known of it, and what is not."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core import clock
from core.once.forms import OnceForm
from offices import costs
from offices.cards import cards_of
from offices.models import Office, ResearchRequest


@login_not_required
@require_safe
def office_card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    office = get_object_or_404(Office.objects.select_related("division"), public_id=public_id)
    now = clock.now()
    (card,) = cards_of([office], now=now)
    # An election to come counts what was until last year, and one of next year this year's, too.
    similar = [] if card.observed else costs.observations_like(office, year=now.year + 1)
    person = request.user
    has_asked = (
        person.is_authenticated and ResearchRequest.objects.filter(office=office, asked_by=person).exists()
    )
    context = {
        "office": office,
        "card": card,
        "similar": similar,
        "similar_cost": costs.typical(similar),
        "has_asked": has_asked,
        "ask": OnceForm(),
        "state": office.state.lower(),
    }
    return render(request, "offices/card.html", context)
