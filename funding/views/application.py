"""Writing an application, noting gifts, handing it in."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core import clock
from core.accounts.requests import person_of
from core.lifecycle import Refused
from core.once.views import OnceActionView, OnceFormView
from funding import applications, gifts
from funding.actblue import FaultyExport, read_export
from funding.enums import WRITABLE, ApplicationStatus
from funding.forms import ApplicationForm, ExportForm, GiftForm
from funding.models import FundingApplication
from funding.parts import parts_of, total_of
from funding.treasurers import treasurer_of
from funding.views.own import OwnRace, SharedRace
from funding.win_number import win_number_of

AUTOSAVE = "X-Autosave"


class ApplicationView(SharedRace, OnceFormView):
    """Write the draft; it can be left and come back to. A script saves it meanwhile."""

    template_name = "funding/application.html"
    form_class = ApplicationForm
    done_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        seen = {"seen": applications.version_of(self.application)}
        return super().get_form_kwargs() | {"application": self.application, "initial": seen}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        application = self.application
        parts = parts_of(application, status=self.candidacy.status, gifts=self.candidacy.gifts.count())
        treasurer = treasurer_of(application) if application else None
        return super().get_context_data(
            candidacy=self.candidacy,
            application=application,
            is_candidate=self.is_candidate,
            is_writable=application is None or application.status in (*WRITABLE, ApplicationStatus.DECLINED),
            parts=parts,
            total=total_of(application.use_of_money) if application else 0,
            treasurer=treasurer,
            win_number=win_number_of(self.candidacy.race.office),
            race_url=self.race_url,
            **kwargs,
        )

    @property
    def _begins_anew(self) -> bool:
        return self.application is not None and self.application.status == ApplicationStatus.DECLINED

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if AUTOSAVE in request.headers:
            return self._autosave()
        return super().post(request, *args, **kwargs)

    def _autosave(self) -> HttpResponse:
        """Save what can be read, and say when; the page stays as it is."""
        form = self.get_form()
        form.is_valid()
        try:
            saved = self._save(form)
        except Refused as refusal:
            return JsonResponse({"said": str(refusal)}, status=409)
        unread = _now("Some of it cannot be read yet.") if form.errors else ""
        text = _now("Saved at %(time)s.") % {"time": date_format(clock.now(), "TIME_FORMAT")}
        return JsonResponse({"said": f"{text} {unread}".strip(), "seen": applications.version_of(saved)})

    def act(self, form: ApplicationForm) -> str:
        self._save(form)
        return self.race_url

    def _save(self, form: ApplicationForm) -> FundingApplication:
        application = applications.open_application(self.candidacy, at=clock.now())
        seen = form.cleaned_data.get("seen") or None
        if self._begins_anew:
            seen = None
        return applications.save_draft(application, seen=seen, **form.written())


class GiftView(SharedRace, OnceFormView):
    template_name = "funding/gift.html"
    form_class = GiftForm
    done_message = _("Saved. It counts once we have seen the receipt.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(candidacy=self.candidacy, race_url=self.race_url, **kwargs)

    def act(self, form: GiftForm) -> str:
        fields = {name: form.cleaned_data[name] for name in ("donor", "amount", "kind", "given_on")}
        gifts.add_gift(self.candidacy, now=clock.now(), **fields)
        return self.race_url


class ExportView(SharedRace, OnceFormView):
    """Note the gifts of a file of ActBlue's; a faulty one is refused whole, with its rows."""

    template_name = "funding/export.html"
    form_class = ExportForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(candidacy=self.candidacy, race_url=self.race_url, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except FaultyExport as faulty:
            for fault in faulty.faults:
                form.add_error("export", fault)
            return self.form_invalid(form)

    def act(self, form: ExportForm) -> str:
        zone = ZoneInfo(self.candidacy.race.office.time_zone)
        now = clock.now()
        rows = read_export(form.cleaned_data["export"].read(), zone=zone, today=now.astimezone(zone).date())
        done = gifts.import_export(self.candidacy, rows, now=now)
        messages.success(self.request, _said(done))
        return self.race_url


def _said(done: gifts.Imported) -> str:
    added = ngettext("%(n)d gift noted.", "%(n)d gifts noted.", done.added) % {"n": done.added}
    known = ngettext("%(n)d was known.", "%(n)d were known.", done.known) % {"n": done.known}
    back = ngettext("%(n)d was given back.", "%(n)d were given back.", done.given_back)
    return " ".join([added, known, back % {"n": done.given_back} if done.given_back else ""]).strip()


class HandInView(OwnRace, OnceActionView):
    done_message = _("Handed in. We have mailed you what happens next.")

    @property
    def back_url(self) -> str:
        return self.race_url

    def act(self) -> str:
        application = get_object_or_404(FundingApplication, candidacy=self.candidacy, status__in=WRITABLE)
        applications.hand_in(application, actor=person_of(self.request), at=clock.now())
        return self.race_url
