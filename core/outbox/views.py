"""Choosing what one gets, and having no more of it: without signing in, by the link in a mail."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from core import clock
from core.accounts.predicates import roles_of
from core.accounts.requests import person_of
from core.accounts.roles import OPENS_BACK_OFFICE, Role
from core.once.views import OnceFormView
from core.outbox.enums import Topic
from core.outbox.forms import PreferencesForm
from core.outbox.links import chooser_of, preferences_url, read_token
from core.outbox.phones import texts_offered
from core.outbox.preferences import FOR_ALL, choose, mail_again, unsubscribe
from core.outbox.suppression import blocked_because, unwanted_topics


class OwnPreferencesView(View):
    """Leads whoever has signed in to the page that their mails link to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        roles = roles_of(person)
        more = [Topic.DIGEST] if roles.intersection(OPENS_BACK_OFFICE) else []
        more += [Topic.DONORS] if Role.DONOR in roles else []
        place = preferences_url(chooser_of(person.email, person)).removeprefix(settings.ORG_SITE_URL)
        return HttpResponseRedirect(
            place + "".join(f"{'&' if n else '?'}with={t}" for n, t in enumerate(more))
        )


@method_decorator([login_not_required, never_cache], name="dispatch")
class PreferencesView(OnceFormView):
    template_name = "outbox/preferences.html"
    form_class = PreferencesForm
    done_message = _("Saved. It holds from now on.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.chooser = read_token(kwargs["token"])
        except ValueError:
            return render(request, "outbox/broken_link.html", status=410)
        self.unwanted = unwanted_topics(self.chooser.targets)
        shown = {*FOR_ALL, *request.GET.getlist("with"), *self.unwanted}
        self.topics = [topic for topic in Topic if topic in shown]
        self.blocked = blocked_because(self.chooser.address)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        wanted = [topic for topic in self.topics if topic not in self.unwanted]
        return super().get_form_kwargs() | {
            "topics": self.topics, "blocked": self.blocked, "initial": {"topics": wanted},
        }  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(blocked=self.blocked, texts=texts_offered(), **kwargs)

    def get_success_url(self) -> str:
        return self.request.get_full_path()

    def act(self, form: PreferencesForm) -> str:
        wanted = [] if "none" in self.request.POST else form.cleaned_data["topics"]
        choose(self.chooser, wanted, of=self.topics, at=clock.now())
        if form.cleaned_data.get("again"):
            mail_again(self.chooser)
        return self.get_success_url()


@method_decorator([login_not_required, never_cache, csrf_exempt], name="dispatch")
class UnsubscribeView(View):
    """RFC 8058: a POST by a mail program, without a cookie, unsubscribes. Opening the page changes nothing."""

    def get(self, request: HttpRequest, token: str, topic: str) -> HttpResponse:
        return self._answer(request, token, topic, done=False)

    def post(self, request: HttpRequest, token: str, topic: str) -> HttpResponse:
        return self._answer(request, token, topic, done=True)

    def _answer(self, request: HttpRequest, token: str, code: str, *, done: bool) -> HttpResponse:
        if code not in Topic.values:
            raise Http404
        topic = Topic(code)
        try:
            chooser = read_token(token)
        except ValueError:
            return render(request, "outbox/broken_link.html", status=410)
        if done:
            one_click = request.POST.get("List-Unsubscribe") == "One-Click"
            unsubscribe(chooser, topic, at=clock.now(), source="one-click" if one_click else "button")
        context = {"topic": topic, "done": done, "token": token, "more": topic not in FOR_ALL}
        return render(request, "outbox/unsubscribe.html", context)
