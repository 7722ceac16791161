"""The kinds of message about money."""

from functools import reduce
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidacy
from candidates.not_now import reason_of
from core import clock
from core.outbox.enums import Audience, Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register
from funding.enums import WRITABLE, ApplicationStatus
from funding.models import Award, EligibilityVerdict, FundingApplication, Payment
from funding.reports import due_on, owes_report


def _one(model: Any, message: OutgoingMessage, name: str, candidacy: str) -> dict[str, Any]:
    """Return the row that the mail is about, and the page of its race; `candidacy` is the way there."""
    found = model.objects.select_related(candidacy).filter(public_id=message.context[name]).first()
    if found is None:
        raise NoLongerWanted(f"{name}_gone")
    race = reduce(getattr, candidacy.split("__"), found)
    return {name: found, "page": reverse("funding:race", args=[race.public_id])}


def _candidacy(message: OutgoingMessage) -> dict[str, Any]:
    found = Candidacy.objects.filter(public_id=message.context["candidacy"]).first()
    if found is None:
        raise NoLongerWanted("candidacy_gone")
    return {"candidacy": found, "page": reverse("funding:race", args=[found.public_id])}


def _declined(message: OutgoingMessage) -> dict[str, Any]:
    about = _one(FundingApplication, message, "application", "candidacy")
    refusal = about["application"].transitions.filter(to_state=ApplicationStatus.DECLINED).last()
    if refusal is None:
        raise NoLongerWanted("decided_anew")
    return {**about, "reason": reason_of(refusal.reason)}


register(
    Kind(
        "funding_open",
        Lane.TRANSACTIONAL,
        _("Funding is open"),
        _candidacy,
        audience=Audience.CANDIDATE,
        anchor="the day comes from which a race may apply (R15)",
        dropped="the race is gone",
    )
)


def _verdict(message: OutgoingMessage) -> dict[str, Any]:
    about = _candidacy(message)
    last = EligibilityVerdict.objects.filter(candidacy=about["candidacy"]).first()
    if last is None or last.verdict != message.context["verdict"]:
        raise NoLongerWanted("changed_again")
    return {**about, "verdict": last}


register(
    Kind(
        "funding_verdict",
        Lane.TRANSACTIONAL,
        _("Where your funding stands"),
        _verdict,
        audience=Audience.CANDIDATE,
        anchor="a race begins to meet the rules for funding, or ceases to",
        dropped="it has changed again",
    )
)
register(
    Kind(
        "application_received",
        Lane.TRANSACTIONAL,
        _("Your application for funding"),
        lambda message: _one(FundingApplication, message, "application", "candidacy"),
        audience=Audience.CANDIDATE,
        anchor="the application is handed in",
        dropped="the application is gone",
    )
)


def _draft(message: OutgoingMessage) -> dict[str, Any]:
    about = _one(FundingApplication, message, "application", "candidacy")
    if about["application"].status != ApplicationStatus.DRAFT:
        raise NoLongerWanted("handed_in")
    return about


def _returned(message: OutgoingMessage) -> dict[str, Any]:
    about = _one(FundingApplication, message, "application", "candidacy")
    if about["application"].status != ApplicationStatus.RETURNED:
        raise NoLongerWanted("handed_in")
    return about


def _invited(message: OutgoingMessage) -> dict[str, Any]:
    about = _one(FundingApplication, message, "application", "candidacy")
    application = about["application"]
    live = application.treasurers.filter(user=message.recipient_id, ended_at__isnull=True)
    if application.status not in WRITABLE or not live.filter(accepted_at__isnull=True).exists():
        raise NoLongerWanted("invitation_settled")
    return {**about, "page": reverse("funding:treasurer", args=[application.public_id])}


def _back(message: OutgoingMessage) -> dict[str, Any]:
    return _one(Payment, message, "payment", "award__application__candidacy")


register(
    Kind(
        "treasurer_invited",
        Lane.TRANSACTIONAL,
        _("You are named as treasurer"),
        _invited,
        audience=Audience.ANYBODY,
        anchor="a candidate names a treasurer",
        dropped="it was accepted, or somebody else was named",
    )
)
register(
    Kind(
        "payment_back",
        Lane.TRANSACTIONAL,
        _("A payment did not go through"),
        _back,
        audience=Audience.CANDIDATE,
        anchor="a payment fails, is cancelled or is returned",
        dropped="the payment is gone",
    )
)
register(
    Kind(
        "more_information",
        Lane.TRANSACTIONAL,
        _("Your application needs one more thing"),
        _returned,
        audience=Audience.CANDIDATE,
        anchor="staff ask for more information",
        dropped="it is handed in again",
    )
)
for _code, _label in (
    ("draft_unfinished", _("Your application waits half done")),
    ("draft_still_unfinished", _("Is your draft still wanted?")),
):
    register(
        Kind(
            _code,
            Lane.BULK,
            _label,
            _draft,
            audience=Audience.CANDIDATE,
            anchor="an application is begun",
            dropped="it is handed in",
        )
    )
register(
    Kind(
        "application_declined",
        Lane.TRANSACTIONAL,
        _("Our answer to your application"),
        _declined,
        audience=Audience.CANDIDATE,
        anchor="an application is answered with a not now",
        dropped="the application is gone",
    )
)


def _report(message: OutgoingMessage) -> dict[str, Any]:
    races = Candidacy.objects.select_related("race__office", "race__election")
    found = races.filter(public_id=message.context["candidacy"]).first()
    if found is None or not owes_report(found, today=clock.today(found.race.office.time_zone)):
        raise NoLongerWanted("report_is_in")
    return {
        "candidacy": found,
        "due_on": due_on(found),
        "page": reverse("funding:report", args=[found.public_id]),
    }


for _code, _label, _anchor in (
    ("report_due", _("Your report on the money"), "the election of a race that was paid for"),
    ("report_overdue", _("Your report is overdue"), "the election of a race that was paid for"),
):
    register(
        Kind(
            _code,
            Lane.TRANSACTIONAL,
            _label,
            _report,
            audience=Audience.CANDIDATE,
            anchor=_anchor,
            dropped="the report is in",
        )
    )
register(
    Kind(
        "award_approved",
        Lane.TRANSACTIONAL,
        _("Your award"),
        lambda message: _one(Award, message, "award", "application__candidacy"),
        audience=Audience.CANDIDATE,
        anchor="an award is approved",
        dropped="the award is gone",
    )
)
register(
    Kind(
        "payment_made",
        Lane.TRANSACTIONAL,
        _("A payment to your committee"),
        lambda message: _one(Payment, message, "payment", "award__application__candidacy"),
        audience=Audience.CANDIDATE,
        anchor="a payment is made",
        dropped="the payment is gone",
    )
)
