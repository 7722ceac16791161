"""Before something sensitive, the person shows again that it is they: `recently_authenticated`.

A sign-in counts too, if it was not longer ago. Whoever has a second factor must have shown that one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core import clock
from core.accounts.models import User

SHOWN = "shown_who_they_are"
ANY, SECOND = "any", "second"
View = Callable[..., Any]


def note_shown(request: HttpRequest, user: User, *, second_factor: bool) -> None:
    """Remember in the session that `user` has just shown who they are."""
    shown = request.session.get(SHOWN, {})
    if shown.get("user") != user.pk:
        shown = {"user": user.pk}
    at = clock.now().timestamp()
    request.session[SHOWN] = {**shown, ANY: at, **({SECOND: at} if second_factor else {})}


def is_recent(request: HttpRequest) -> bool:
    """True if the person showed who they are at most RECENT_MINUTES ago; by a second factor if they have one."""
    user = request.user
    shown = request.session.get(SHOWN, {})
    if not isinstance(user, User) or shown.get("user") != user.pk:
        return False
    at = shown.get(SECOND if is_mfa_enabled(user) else ANY)
    return at is not None and clock.now().timestamp() - at <= settings.RECENT_MINUTES * 60


def ask_again(request: HttpRequest, *, keep: bool = True) -> HttpResponse:
    """Lead to where the person shows again who they are, and back. With `keep`, a form that was sent is carried out
    after that; without it, it has to be sent again, and nothing of it is stored.
    """
    place = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    if keep or request.method == "GET":
        return suspend_request(request, place)
    messages.info(
        request, _("Too much time has gone by. Once we know that it is you, please send the form again.")
    )
    return HttpResponseRedirect(f"{place}?{urlencode({'next': request.get_full_path()})}")


def recently_authenticated(view: View) -> View:
    """Decorate a view for people who are signed in: it runs once they have shown again who they are.

    A form that they sent (text fields, no files) is kept in their session meanwhile and carried out afterwards.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not is_recent(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return asked


class RecentlyAuthenticatedMixin:
    """The same for class-based views; `asks_for` names the methods that are sensitive."""

    asks_for = frozenset({"GET", "POST"})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method in self.asks_for and request.user.is_authenticated and not is_recent(request):
            return ask_again(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
