"""What a candidate told us, and what of it stays as a stub: the key, the steps reached, the state, and dates."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from candidates.enums import IntakeStatus, Standing
from candidates.models import Candidate, HandOver
from candidates.pipeline import STANDING
from core.accounts.models import User
from core.privacy.registry import Fate, Identity, holds, impersonal, on_leaving, same_person
from core.privacy.safety import register_way

# Nobody's birthday: the column always has one.
NO_BIRTHDAY = date(1900, 1, 1)


def _typed_address(who: Identity) -> Q:
    found = Q()
    for address in who.addresses:
        found |= Q(payload__email__iexact=address)
    return found


holds(
    "candidates.Intake",
    "user",
    Fate.BLANKS,
    title=_("Your sign-ups as you typed them"),
    shows=("received_at", "source", "language", "status", "payload"),
    also=_typed_address,
    blanks={
        "payload": {},
        "form_key": F("public_id"),
        "language": "en",
        "fault": "",
        "status": Case(
            When(
                status__in=(IntakeStatus.RECEIVED, IntakeStatus.AWAITING),
                then=Value(IntakeStatus.DISCARDED.value),
            ),
            default=F("status"),
        ),
    },
)
holds(
    "candidates.Interest",
    "candidate__user",
    Fate.DELETES,
    title=_("Offices you are interested in"),
    shows=("office", "created_at"),
)
holds(
    "candidates.Candidacy",
    "candidate__user",
    Fate.BLANKS,
    title=_("Your races"),
    shows=(
        "race",
        "status",
        "evidence_url",
        "evidence_note",
        "evidence_sent_at",
        "ballot_date",
        "verified_at",
        "funded_at",
        "created_at",
    ),
    blanks={
        "evidence_url": "",
        "evidence_note": "",
        "override_reason": Case(When(override_reason="", then=Value("")), default=Value("–")),
    },
)
holds(
    "candidates.Candidate",
    "user",
    Fate.BLANKS,
    title=_("Your profile"),
    shows=(
        "stage",
        "standing",
        "reapply_from",
        "date_of_birth",
        "postal_code",
        "state",
        "phone",
        "exploring",
        "running_when",
        "filed_on",
        "ran_before",
        "topics",
        "heard_from",
        "utm",
        "values_attested_at",
        "consented_at",
        "text_consented_at",
        "privacy_wording",
        "text_wording",
        "signed_up_at",
        "verified_at",
    ),
    blanks={
        "date_of_birth": NO_BIRTHDAY,
        "postal_code": "",
        "phone": "",
        "exploring": False,
        "running_when": "",
        "filed_on": None,
        "ran_before": None,
        "topics": [],
        "utm": {},
        "text_consented_at": None,
        "reapply_from": None,
    },
    keeps=("state",),
    history="user_id",
)


holds(
    "candidates.Ownership",
    "owner",
    Fate.KEEPS,
    title=_("States and regions you looked after"),
    shows=("state", "region", "first_day", "last_day"),
)
holds("candidates.Leave", "person", Fate.KEEPS, title=_("Your leave"), shows=("first_day", "last_day"))
holds(
    "candidates.PromisedCall",
    "candidate__user",
    Fate.DELETES,
    title=_("Calls that we promised you"),
    shows=("promised_at", "due_at", "called_at"),
)
holds(
    "candidates.HandOver",
    "candidate__user",
    Fate.KEEPS,
    title=_("Introductions to partner organisations"),
    shows=("partner", "reason", "wording", "consented_at", "withdrawn_at", "passed_on_at"),
)
holds("candidates.Compared", "candidate__user", Fate.DELETES)
holds("candidates.LikenessKey", "candidate__user", Fate.DELETES)
holds("candidates.LikelyDuplicate", "first__user", Fate.DELETES)
holds("candidates.LikelyDuplicate", "second__user", Fate.DELETES)
holds("candidates.PersonMerge", "kept__user", Fate.KEEPS, keeps=("moved",))
holds("candidates.PersonMerge", "other__user", Fate.KEEPS, keeps=("moved",))
holds(
    "candidates.BallotCorrection",
    "candidacy__candidate__user",
    Fate.KEEPS,
    title=_("Corrections of your ballot date"),
    shows=("was", "ballot_date", "reason", "corrected_at"),
    keeps=("reason",),
)
holds(
    "candidates.FilingTick",
    "candidacy__candidate__user",
    Fate.DELETES,
    title=_("What you have done towards filing"),
    shows=("item", "ticked_at"),
)
impersonal("regions", "candidates.Region", "candidates.RegionState")
impersonal("organisations", "candidates.Partner")
impersonal("our own words", "candidates.ConsentWording")


@same_person
def merged_into(user: User) -> Iterable[User]:
    """Whose record was merged into this one: the account stays, closed, with its own name and address."""
    return User.objects.filter(candidate__merged_into__user=user)


@on_leaving
def withdraw(user: User, at: datetime) -> None:
    """Nothing is planned any more for somebody who goes, and nobody is told of them."""
    HandOver.objects.waiting().filter(candidate__user=user).update(withdrawn_at=at)
    candidate = Candidate.objects.filter(user=user).first()
    if candidate is not None and candidate.standing in (Standing.ACTIVE, Standing.DORMANT):
        STANDING.move(candidate, Standing.WITHDRAWN, actor=user, at=at, reason="erasure")


@register_way
def phone_of(user: User) -> str:
    """The number that was typed at the sign-up."""
    return str(Candidate.objects.filter(user=user).values_list("phone", flat=True).first() or "")
