"""The forms on the staff's pages for messages, each carried out once."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.views import OnceActionView, OnceFormView
from core.outbox.desk import actions, foreseen, people, reading
from core.outbox.desk.forms import HoldForm, LeaveOutForm
from core.outbox.desk.views import ForStaff, message_of
from core.outbox.models import Hold


class OfMessage(ForStaff, OnceActionView):
    """A button on the page of one message."""

    @property
    def back_url(self) -> str:
        return reverse("desk:message", args=[self.kwargs["public_id"]])


class CancelView(OfMessage):
    done_message = gettext_lazy("Cancelled. It will not go out.")

    def act(self) -> str:
        message = message_of(self.viewer, self.kwargs["public_id"])
        actions.cancel_one(message, actor=self.viewer, at=clock.now())
        return self.back_url


class SendAgainView(OfMessage):
    done_message = gettext_lazy("It goes out again, as this new message.")

    def act(self) -> str:
        message = message_of(self.viewer, self.kwargs["public_id"])
        key = OnceForm(self.request.POST)
        key.is_valid()
        again = actions.send_again(
            message, form_key=key.cleaned_data["form_key"], actor=self.viewer, at=clock.now()
        )
        return reverse("desk:message", args=[again.public_id])


class OfKind(ForStaff, OnceActionView):
    """A button on the page of what will go out of one kind."""

    @property
    def back_url(self) -> str:
        return reverse("desk:coming_kind", args=[self.kwargs["kind"]])


class CancelKindView(OfKind):
    """Cancels what waits of a kind within the week that the page shows."""

    def act(self) -> str:
        now = clock.now()
        until = foreseen.week_of(now, self.viewer.time_zone).until
        count = actions.cancel_kind(self.kwargs["kind"], until=until, actor=self.viewer, at=now)
        text = ngettext("One message was cancelled.", "%(count)s messages were cancelled.", count)
        messages.success(self.request, text % {"count": count})
        return self.back_url


class LeaveOutView(OfKind):
    done_message = gettext_lazy("Left out. This one will not be written.")

    def act(self) -> str:
        form = LeaveOutForm(self.request.POST)
        if not form.is_valid():
            raise Refused("unreadable", _("This page was out of date. Please try again."))
        typed = form.cleaned_data
        person = people.person_called(str(typed["person"]), self.viewer)
        if person is None:
            raise Http404
        actions.leave_out(
            self.kwargs["kind"], typed["subject"], person, typed["due_at"], actor=self.viewer, at=clock.now()
        )
        return self.back_url


class HoldsView(ForStaff, OnceFormView):
    """What is held back, and since when; and the form that holds back one kind more, or everything."""

    template_name = "outbox/desk/holds.html"
    form_class = HoldForm
    done_message = gettext_lazy("Held back. What waits stays where it is until you let it go.")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        holds = [(hold, reading.label_of(hold.kind)) for hold in Hold.objects.select_related("held_by")]
        return super().get_context_data(holds=holds, **kwargs)

    def act(self, form: HoldForm) -> str:
        typed = form.cleaned_data
        actions.hold(typed["kind"], reason=typed["reason"], actor=self.viewer, at=clock.now())
        return reverse("desk:holds")


class ReleaseView(ForStaff, OnceActionView):
    done_message = gettext_lazy("Let go. What is still worth sending leaves now.")

    @property
    def back_url(self) -> str:
        return reverse("desk:holds")

    def act(self) -> str:
        actions.release(self.request.POST.get("kind", ""))
        return self.back_url
