from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from core import clock
from core.accounts.requests import person_of
from core.once.views import OnceActionView
from core.scheduling import feeds

PAGE = reverse_lazy("scheduling:home")


@method_decorator(login_not_required, name="dispatch")
class FeedView(View):
    """Read by calendar programs, which cannot sign in: whoever has the address reads it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        person = feeds.person_of(token)
        if person is None:
            gone = _("This calendar is not here any more.")
            return HttpResponse(gone, status=410, content_type="text/plain; charset=utf-8")
        answer = HttpResponse(
            feeds.written_for(person, now=clock.now()), content_type="text/calendar; charset=utf-8"
        )
        answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
        answer["X-Robots-Tag"] = "noindex"
        patch_cache_control(answer, private=True, max_age=int(timedelta(minutes=5).total_seconds()))
        return answer


class HomeView(TemplateView):
    """Where the own address is made, seen, replaced and turned off."""

    template_name = "scheduling/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = feeds.feed_of(person_of(self.request))
        address = feeds.address_of(held) if held else ""
        subscribe = address.replace("https://", "webcal://").replace("http://", "webcal://")
        return super().get_context_data(feed=held, address=address, subscribe=subscribe, **kwargs)


class MakeView(OnceActionView):
    back_url = PAGE
    done_message = _("Here is your private address. One you had before no longer works.")

    def act(self) -> str:
        feeds.make(person_of(self.request), now=clock.now())
        return str(PAGE)


class TurnOffView(OnceActionView):
    back_url = PAGE
    done_message = _("Turned off: calendars that read the address find nothing there any more.")

    def act(self) -> str:
        feeds.turn_off(person_of(self.request))
        return str(PAGE)
