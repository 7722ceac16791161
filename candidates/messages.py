"""The kinds of message about joining and about races."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.links import link_for
from candidates.models import Candidacy, Intake, PersonMerge
from core.outbox.enums import Lane
from core.outbox.models import OutgoingMessage
from core.outbox.registry import Kind, NoLongerWanted, register


def _intake(message: OutgoingMessage) -> dict[str, Any]:
    intake = Intake.objects.filter(public_id=message.context["intake"]).first()
    if intake is None:
        raise NoLongerWanted("intake_gone")
    return {"link": link_for(intake)}


def _candidacy(message: OutgoingMessage) -> dict[str, Any]:
    candidacy = Candidacy.objects.select_related("race__office", "race__election").filter(
        public_id=message.context["candidacy"]
    )
    if not candidacy:
        raise NoLongerWanted("candidacy_gone")
    return {"candidacy": candidacy[0], "race": candidacy[0].race, "page": reverse("candidates:me")}


def _merge(message: OutgoingMessage) -> dict[str, Any]:
    event = PersonMerge.objects.select_related("kept__user", "other__user")
    found = event.filter(public_id=message.context["merge"]).first()
    if found is None:
        raise NoLongerWanted("merge_gone")
    return {"kept": found.kept.user, "other": found.other.user, "page": reverse("candidates:me")}


register(Kind("records_merged", Lane.TRANSACTIONAL, _("Your two records are one now"), _merge))
register(Kind("record_closed", Lane.TRANSACTIONAL, _("You sign in with your other address now"), _merge))
register(Kind("records_parted", Lane.TRANSACTIONAL, _("Your records are separate again"), _merge))
register(Kind("verify_address", Lane.SECURITY, _("Confirm your address"), _intake))
register(Kind("sign_up_again", Lane.SECURITY, _("You signed up again"), _intake))
register(Kind("ballot_verified", Lane.TRANSACTIONAL, _("You are on the ballot"), _candidacy))
