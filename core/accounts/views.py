"""The language of the site (a visitor's in a cookie, a person's with the person), and where one is signed in."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from django.views.i18n import set_language

from core.accounts.models import User
from core.accounts.recent import RecentlyAuthenticatedMixin
from core.accounts.requests import person_of
from core.accounts.sessions import end_sessions_of, places_of


@method_decorator(login_not_required, name="dispatch")
class LanguageView(TemplateView):
    """Choose a language, and go back to the page that one was on."""

    template_name = "account/language.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back="/", **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = request.POST.get("language", "")
        if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
            User.objects.filter(pk=request.user.pk).exclude(language=language).update(language=language)
        return set_language(request)


class SessionsView(RecentlyAuthenticatedMixin, TemplateView):
    """Where one is signed in. To end a session somewhere else, one shows again who one is."""

    template_name = "account/sessions.html"
    asks_for = frozenset({"POST"})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = places_of(person_of(self.request), this_key=self.request.session.session_key)
        return super().get_context_data(places=places, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        user, which = person_of(request), request.POST.get("which", "")
        if which == "all":
            end_sessions_of(user)
            logout(request, show_message=False)
            messages.success(request, _("You are signed out everywhere."))
            return HttpResponseRedirect("/")
        number = int(which) if which.isascii() and which.isdigit() and len(which) < 19 else None
        if number is not None or which == "others":
            ended = end_sessions_of(user, but=request.session.session_key, number=number)
            told = ngettext("%(count)s sign-in was ended.", "%(count)s sign-ins were ended.", ended)
            messages.success(request, told % {"count": ended})
        return HttpResponseRedirect(reverse("sessions"))
