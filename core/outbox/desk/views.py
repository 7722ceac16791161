"""What went out, what will, and how a message reads."""

from datetime import date
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView, View

from core import clock
from core.accounts.models import User
from core.accounts.requests import person_of
from core.outbox.again import Unreadable, again
from core.outbox.desk import foreseen, people, previews, reading, state
from core.outbox.desk.actions import CAN_BE_SENT_AGAIN
from core.outbox.desk.forms import FilterForm, PreviewForm
from core.outbox.enums import Channel, Status
from core.outbox.fates import sentence_for
from core.outbox.models import OutgoingMessage
from core.outbox.rendering import Rendered

# A mail is shown as it is, with its own style, in a frame that runs and opens nothing.
FRAMES = {"frame-src": [SELF]}
INSIDE = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "sandbox": [""],
}
PEOPLE = 50


class ForStaff(View):
    """Only for those who may read the list of messages."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("outbox.view_outgoingmessage"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def viewer(self) -> User:
        return person_of(self.request)


class WentOutView(ForStaff, TemplateView):
    template_name = "outbox/desk/went_out.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FilterForm(self.request.GET)
        page = reading.Page([], "")
        if form.is_valid():
            rows = reading.went_out(self.viewer, form.cleaned_data)
            page = reading.keyset(rows, before=self.request.GET.get("before", ""))
        query = self.request.GET.copy()
        query.pop("before", None)
        return super().get_context_data(
            form=form,
            page=page,
            query=query.urlencode(),
            narrowed=any(self.request.GET.get(name) for name in form.fields),
            depths=state.depths(now=clock.now()),
            failures=state.failures(),
            **kwargs,
        )


@method_decorator(csp_update(FRAMES), name="dispatch")
class MessageView(ForStaff, TemplateView):
    template_name = "outbox/desk/message.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = message_of(self.viewer, self.kwargs["public_id"])
        rendered, why = text_of(message)
        secret = reading.is_secret(message.kind)
        return super().get_context_data(
            message=message,
            secret=secret,
            rendered=rendered,
            why=why,
            interventions=message.interventions.select_related("actor"),
            can_cancel=message.status == Status.DUE and not secret,
            reason=sentence_for(message.failure),
            can_send_again=message.status in CAN_BE_SENT_AGAIN
            and not secret
            and message.channel == Channel.EMAIL,
            **kwargs,
        )


def message_of(viewer: User, public_id: Any) -> OutgoingMessage:
    message: OutgoingMessage = get_object_or_404(reading.messages_for(viewer), public_id=public_id)
    return message


def text_of(message: OutgoingMessage) -> tuple[Rendered | None, str]:
    """Return the message as it would read today, or None and why it cannot be read."""
    if reading.is_secret(message.kind):
        return None, _("It held a code or a link that lets somebody in, so nobody here can read it.")
    try:
        return previews.without_choices(again(message)), ""
    except Unreadable as unreadable:
        return None, str(unreadable)
    except Exception:
        # Whatever a kind stumbles over made the message fail, too; the page must open to say so.
        return None, _("This message cannot be put together any more.")


class InFrame(ForStaff):
    """The HTML of a mail alone: no script runs in it, no form is sent from it, and no link in it opens."""

    @method_decorator(xframe_options_sameorigin)
    @method_decorator(csp(INSIDE))
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)


class MessageHtmlView(InFrame):
    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        rendered, _why = text_of(message_of(self.viewer, public_id))
        if rendered is None:
            raise Http404
        return HttpResponse(rendered.html)


class ComingView(ForStaff, TemplateView):
    template_name = "outbox/desk/coming.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        week, day = week_and_day(self.request, self.viewer)
        lines = foreseen.lines(week)
        number = week.days.index(day) if day else None
        shown = [(line, line.total if number is None else line.by_day[number]) for line in lines]
        return super().get_context_data(
            days=[(one, sum(line.by_day[n] for line in lines)) for n, one in enumerate(week.days)],
            day=day,
            total=sum(line.total for line in lines),
            lines=[(line, count) for line, count in shown if count],
            anything_held=any(line.held for line in lines),
            **kwargs,
        )


def week_and_day(request: HttpRequest, viewer: User) -> tuple[foreseen.Week, date | None]:
    """Return the week as the viewer's clock has it, and the day of it that is asked for."""
    week = foreseen.week_of(clock.now(), viewer.time_zone)
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        day = None
    return week, day if day in week.days else None


class ComingKindView(ForStaff, TemplateView):
    """The people behind one number: whose message waits, and whose will be written."""

    template_name = "outbox/desk/coming_kind.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.kwargs["kind"]
        if kind not in dict(reading.choices()):
            raise Http404
        week, day = week_and_day(self.request, self.viewer)
        after, until = week.span(day)
        waiting = reading.messages_for(self.viewer).filter(kind=kind, status=Status.DUE, not_before__lt=until)
        if after > week.now:
            waiting = waiting.filter(not_before__gte=after)
        rows = list(waiting.order_by("not_before", "pk")[: PEOPLE + 1])
        coming = foreseen.coming_of(kind, after=after, until=until, beyond=self._beyond(), limit=PEOPLE + 1)
        return super().get_context_data(
            label=reading.label_of(kind),
            day=day,
            secret=reading.is_secret(kind),
            held=foreseen.holds()(kind),
            waiting=rows[:PEOPLE],
            more_waiting=len(rows) > PEOPLE,
            coming=self._named(coming[:PEOPLE]),
            later=place_of(coming[PEOPLE - 1]) if len(coming) > PEOPLE else "",
            **kwargs,
        )

    def _beyond(self) -> foreseen.Place | None:
        """Where the last page ended; what nobody could have been given begins anew."""
        at, _dot, rest = self.request.GET.get("after", "").partition("~")
        person, _dot, subject = rest.partition("~")
        return foreseen.place(at, person, subject)

    def _named(self, coming: list[Any]) -> list[tuple[User | None, Any]]:
        ids = {one.recipient_id for one in coming}
        seen = people.by_key(ids, self.viewer)
        return [(seen.get(one.recipient_id), one) for one in coming]


def place_of(one: Any) -> str:
    return f"{one.due_at.isoformat()}~{one.recipient_id}~{one.subject}"


@method_decorator(csp_update(FRAMES), name="dispatch")
class PreviewView(ForStaff, TemplateView):
    template_name = "outbox/desk/preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        form = PreviewForm(asked if "kind" in asked else None, initial={"language": self.viewer.language})
        context: dict[str, Any] = {"form": form}
        if form.is_bound and form.is_valid():
            context |= chosen_in(asked, form.cleaned_data["who"], self.viewer)
        if context.get("person"):
            context |= read_for(form.cleaned_data["kind"], context["person"], language_of(asked, self.viewer))
        return super().get_context_data(languages=settings.LANGUAGES, **context, **kwargs)


def chosen_in(asked: Any, who: str, viewer: User) -> dict[str, Any]:
    """Return the person whom the form names, or those of whom one is to be chosen."""
    person = people.person_called(asked.get("person", ""), viewer)
    found = [person] if person else people.found_by(who, viewer) if who else [viewer]
    return {
        "person": found[0] if len(found) == 1 else None,
        "several": found if len(found) > 1 else [],
        "asked": True,
    }


def language_of(asked: Any, viewer: User) -> str:
    wanted: str = asked.get("language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else viewer.language


def read_for(kind: str, person: User, language: str) -> dict[str, Any]:
    asked = urlencode({"kind": kind, "person": str(person.public_id), "language": language})
    html_url = f"{reverse('desk:preview_html')}?{asked}"
    context: dict[str, Any] = {"kind": kind, "language": language, "why": "", "html_url": html_url}
    try:
        context["rendered"] = previews.preview(kind, person, language)
    except Unreadable as unreadable:
        context["why"] = str(unreadable)
    return context


class PreviewHtmlView(InFrame):
    def get(self, request: HttpRequest) -> HttpResponse:
        if "kind" not in request.GET:
            return HttpResponse(_("Nothing to show"))
        person = people.person_called(request.GET.get("person", ""), self.viewer)
        kind = request.GET.get("kind", "")
        if person is None or kind not in dict(reading.choices()):
            raise Http404
        context = read_for(kind, person, language_of(request.GET, self.viewer))
        if "rendered" not in context:
            raise Http404
        return HttpResponse(context["rendered"].html)
