"""The kinds of message about joining and about races."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from candidates import filing_dates
from candidates.links import link_for
from candidates.models import Candidacy, Candidate, Intake, PersonMerge
from candidates.openings import funding_opens_on
from candidates.welcome import SERIES, prepare_for
from core.outbox.enums import Audience, Lane, Topic
from core.outbox.models import OutgoingMessage
from core.outbox.phones import register_phones
from core.outbox.registry import Kind, NoLongerWanted, register


@register_phones
def phones(user_ids: Collection[int]) -> dict[int, str]:
    """The numbers of those who agreed to texts."""
    agreed = Candidate.objects.filter(user_id__in=user_ids, text_consented_at__isnull=False).exclude(phone="")
    return {user_id: phone.as_e164 for user_id, phone in agreed.values_list("user_id", "phone") if phone}


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
    return {
        "candidacy": candidacy[0],
        "race": candidacy[0].race,
        "opens_on": funding_opens_on(candidacy[0]),
        "page": reverse("candidates:me"),
    }


def _merge(message: OutgoingMessage) -> dict[str, Any]:
    event = PersonMerge.objects.select_related("kept__user", "other__user")
    found = event.filter(public_id=message.context["merge"]).first()
    if found is None:
        raise NoLongerWanted("merge_gone")
    return {"kept": found.kept.user, "other": found.other.user, "page": reverse("candidates:me")}


for code, label, anchor in (
    (
        "records_merged",
        _("Your two records are one now"),
        "staff found two records of one person and joined them",
    ),
    (
        "record_closed",
        _("You sign in with your other address now"),
        "two records were joined, to the address that is closed",
    ),
    ("records_parted", _("Your records are separate again"), "staff parted what was joined by mistake"),
):
    register(Kind(code, Lane.TRANSACTIONAL, label, _merge, audience=Audience.CANDIDATE, anchor=anchor))
register(
    Kind(
        "verify_address",
        Lane.SECURITY,
        _("Confirm your address"),
        _intake,
        anchor="somebody signs up",
        dropped="the sign-up is gone",
    )
)
register(
    Kind(
        "sign_up_again",
        Lane.SECURITY,
        _("You signed up again"),
        _intake,
        anchor="a sign-up names an address that is known",
        dropped="the sign-up is gone",
    )
)
register(
    Kind(
        "ballot_verified",
        Lane.TRANSACTIONAL,
        _("You are on the ballot"),
        _candidacy,
        audience=Audience.CANDIDATE,
        anchor="staff verify the evidence",
        dropped="the race is gone",
    )
)
register(
    Kind(
        "ballot_corrected",
        Lane.TRANSACTIONAL,
        _("The date of your place on the ballot"),
        _candidacy,
        audience=Audience.CANDIDATE,
        anchor="staff correct a ballot date that was checked before",
        dropped="the race is gone",
    )
)

NOT_NEEDED = "they have filed, are further on, take a break or have left"
for mail in SERIES:
    register(
        Kind(
            mail.kind,
            Lane.BULK,
            mail.label,
            prepare_for(mail),
            audience=Audience.CANDIDATE,
            unsubscribe=Topic.WELCOME,
            anchor="the address was confirmed",
            dropped=NOT_NEEDED
            + ("; a seat in a call is taken" if mail.nudges else "")
            + ("" if mail.for_minors else "; they are not of age"),
        )
    )
for notice in filing_dates.NOTICES:
    opens_or_closes = "opens" if notice.days == 0 else "closes"
    register(
        Kind(
            notice.kind,
            Lane.BULK,
            notice.label,
            filing_dates.prepare_for(notice),
            audience=Audience.CANDIDATE,
            anchor=f"filing {opens_or_closes} for an office of interest or a race that was entered",
            dropped="they have filed, take a break or have left; the day turns out to be another one",
        )
    )
