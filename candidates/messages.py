"""The kinds of message about joining and about races."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates.links import link_for
from candidates.models import Candidacy, Intake
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


register(Kind("verify_address", Lane.SECURITY, _("Confirm your address"), _intake))
register(Kind("sign_up_again", Lane.SECURITY, _("You signed up again"), _intake))
register(Kind("ballot_verified", Lane.TRANSACTIONAL, _("You are on the ballot"), _candidacy))
