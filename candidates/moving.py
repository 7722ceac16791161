"""What of a candidate moves to the record that stays, and what stands in the way: this room and those below it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.enums import LIVE, CandidacyStatus
from candidates.models import (
    Candidacy,
    Candidate,
    HandOver,
    Intake,
    Interest,
    PersonMerge,
    PromisedCall,
)
from candidates.movers import Mover, register_built, register_mover, register_obstacle
from core.accounts.predicates import roles_of
from core.outbox.models import OutgoingMessage
from core.privacy.models import ErasureRequest, PrivacyChoices, SafetyCall
from core.scheduling.models import Commitment, CommitmentKind
from offices.models import Fact, ResearchRequest, WantedOffice


def same_office(kept: Candidate, other: Candidate) -> list[int]:
    there = kept.interests.values("office")
    return list(other.interests.filter(office__in=there).values_list("pk", flat=True))


def same_question(kept: Candidate, other: Candidate) -> list[int]:
    there = ResearchRequest.objects.filter(asked_by=kept.user_id).values("office")
    asked = ResearchRequest.objects.filter(asked_by=other.user_id, office__in=there)
    return list(asked.values_list("pk", flat=True))


def same_time(kept: Candidate, other: Candidate) -> list[int]:
    """Nobody is in two places: of two commitments at one time, the other's stays where it is."""
    return [pk for pk, _commitment in _overlapping(kept, other)]


def _overlapping(kept: Candidate, other: Candidate) -> list[tuple[int, Commitment]]:
    mine = Commitment.objects.filter(person=kept.user_id, period__overlap=OuterRef("period"))
    theirs = Commitment.objects.filter(Exists(mine), person=other.user_id)
    return [(commitment.pk, commitment) for commitment in theirs.order_by("period")]


def call_waits_already(kept: Candidate, other: Candidate) -> list[int]:
    """One call is owed to a person: the second one that waits stays with the record that goes."""
    if not kept.promised_calls.waiting().exists():
        return []
    return list(other.promised_calls.waiting().values_list("pk", flat=True))


def same_partner(kept: Candidate, other: Candidate) -> list[int]:
    there = kept.hand_overs.filter(withdrawn_at=None).values("partner")
    return list(other.hand_overs.filter(withdrawn_at=None, partner__in=there).values_list("pk", flat=True))


register_mover(Mover(PromisedCall, "candidate", stays=call_waits_already))
register_mover(Mover(HandOver, "candidate", stays=same_partner))
register_mover(Mover(Interest, "candidate", stays=same_office))
register_mover(Mover(Candidacy, "candidate"))
register_mover(Mover(Intake, "user", of_user=True))
register_mover(Mover(OutgoingMessage, "recipient", of_user=True))
register_mover(Mover(EmailAddress, "user", of_user=True))
register_mover(Mover(Commitment, "person", of_user=True, stays=same_time))
register_mover(Mover(ResearchRequest, "asked_by", of_user=True, stays=same_question))
register_mover(Mover(WantedOffice, "asked_by", of_user=True))
register_mover(Mover(Fact, "told_by", of_user=True))


@register_obstacle
def hides_or_goes(kept: Candidate, other: Candidate, now: datetime) -> Iterator[str]:
    """Who hides must not be shown by a merge, and who asked to be erased not be kept by one."""
    people = [kept.user_id, other.user_id]
    if PrivacyChoices.objects.filter(user__in=people, hidden_since__isnull=False).exists():
        yield _("One of the two hides from everyone but one contact: that ends first.")
    if SafetyCall.objects.filter(user__in=people, answered_at=None).exists():
        yield _("One of the two has asked for help and has no answer yet: answer first.")
    if ErasureRequest.objects.filter(user__in=people, kept_at=None, done_at=None).exists():
        yield _("One of the two has asked to be erased: wait until that is done or taken back.")


def _in_one_race(kept: Candidate, other: Candidate) -> Iterator[tuple[Candidacy, Candidacy]]:
    mine = {row.race_id: row for row in kept.candidacies.filter(status__in=LIVE)}
    for theirs in other.candidacies.filter(status__in=LIVE, race__in=mine).order_by("pk"):
        yield mine[theirs.race_id], theirs


def clashing_candidacies(kept: Candidate, other: Candidate) -> list[Candidacy]:
    """Return the planned candidacies that end with a merge, since both are in the race: the other's, if planned."""
    pairs = _in_one_race(kept, other)
    return [theirs if theirs.status == CandidacyStatus.PLANNED else mine for mine, theirs in pairs]


@register_obstacle
def works_here(kept: Candidate, other: Candidate, now: datetime) -> Iterator[str]:
    if other.user.is_staff or other.user.is_superuser or roles_of(other.user):
        yield _("%(name)s works here: keep that record, or take the roles away first.") % {"name": other}


@register_obstacle
def both_on_the_ballot(kept: Candidate, other: Candidate, now: datetime) -> Iterator[str]:
    for mine, theirs in _in_one_race(kept, other):
        if {mine.status, theirs.status} == {CandidacyStatus.ON_BALLOT}:
            yield _(
                "Both were checked on the ballot of one race (%(race)s): one of the two is a mistake."
            ) % {"race": mine.race}


@register_obstacle
def two_things_at_one_time(kept: Candidate, other: Candidate, now: datetime) -> Iterator[str]:
    """Two seats in intro calls do no harm: the second one stays with the record that goes."""
    for _pk, commitment in _overlapping(kept, other):
        period: Any = commitment.period
        expired = commitment.expires_at is not None and commitment.expires_at <= now
        if commitment.kind != CommitmentKind.INTRO_CALL and period.upper > now and not expired:
            yield _("Both have something booked on %(moment)s: cancel one of the two first.") % {
                "moment": date_format(period.lower, "DATETIME_FORMAT")
            }


@register_built
def signs_in_by_the_address(merge: PersonMerge) -> Iterator[str]:
    address = EmailAddress.objects.filter(
        pk__in=merge.moved["rows"].get("account.emailaddress.user", ()), user=merge.kept.user_id
    )
    if address.filter(Q(primary=True) | Q(email__iexact=merge.kept.user.email)).exists():
        yield _("The person has made the second e-mail address their first one.")


@register_built
def ended_since(merge: PersonMerge) -> Iterator[str]:
    """A candidacy that went on after the merge cannot begin again where another one is live now."""
    for ended in Candidacy.objects.filter(pk__in=merge.moved["ended"]):
        owner = merge.other_id if _was_moved(merge, ended) else merge.kept_id
        again = Candidacy.objects.filter(candidate=merge.kept_id, race=ended.race_id, status__in=LIVE)
        if owner == merge.kept_id and again.exclude(pk__in=_candidacies(merge)).exists():
            yield _("The person has entered a race anew that had ended with the merge.")


def _candidacies(merge: PersonMerge) -> list[int]:
    keys: list[int] = merge.moved["rows"].get("candidates.candidacy.candidate", [])
    return keys


def _was_moved(merge: PersonMerge, candidacy: Candidacy) -> bool:
    return candidacy.pk in _candidacies(merge)
