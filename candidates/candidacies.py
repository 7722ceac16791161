"""Entering a race, showing that one is on the ballot, and its verification by staff."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import LIVE, CandidacyStatus, Stage
from candidates.models import Candidacy, Candidate
from candidates.pipeline import CANDIDACY, by_staff, has_reached
from candidates.promised_calls import promise_call
from candidates.reading import read_once
from core.accounts.models import User
from core.lifecycle import NotPermitted, Refused
from core.outbox.services import enqueue
from core.uploads.contents import Checked
from core.uploads.services import keep
from offices.enums import ElectionKind
from offices.models import Election, Office, Race


def race_for(office: Office, *, election_day: date, kind: str = ElectionKind.GENERAL) -> Race:
    """Return the race for `office` on that day, made if nobody has entered it before."""
    election, _created = Election.objects.get_or_create(
        state=office.state, date=election_day, kind=kind, name=""
    )
    race, _created = Race.objects.get_or_create(office=office, election=election)
    return race


def enter_race(candidate: Candidate, race: Race, *, at: datetime) -> Candidacy:
    """Make `candidate` a planned candidate in `race`. Raises Refused when the same race was entered before."""
    if not has_reached(candidate, Stage.COMMITTED) and candidate.filed_on is None:
        raise Refused(
            "too_early", _("Races open after your one-on-one talk. Already filed? Say on which day, below.")
        )
    try:
        with transaction.atomic():
            return Candidacy.objects.create(candidate=candidate, race=race, created_at=at)
    except IntegrityError as error:
        raise Refused("entered", _("You are in this race already.")) from error


@transaction.atomic
def note_filing(candidate: Candidate, filed_on: date, *, at: datetime) -> None:
    """Keep that `candidate` has filed, at whatever step; the first time, a person calls within one working day."""
    locked = Candidate.objects.select_for_update().select_related("user").get(pk=candidate.pk)
    first = locked.filed_on is None
    locked.filed_on = filed_on
    locked.save(update_fields=["filed_on"])
    candidate.filed_on = filed_on
    if first:
        promise_call(locked, at=at)


@transaction.atomic
def record_by_staff(
    candidate: Candidate, race: Race, *, evidence_url: str, note: str = "", actor: User, at: datetime
) -> Candidacy:
    """Record that `candidate`, at whatever step, is in `race`, with where the official list shows it.

    Raises NotPermitted for anybody but program staff and for one's own race. A race entered before keeps its row.
    """
    if not by_staff(actor, candidate):
        raise NotPermitted("not_permitted", _("Only program staff record this, and not for themselves."))
    candidacy = Candidacy.objects.live().filter(candidate=candidate, race=race).first()
    candidacy = candidacy or Candidacy.objects.create(candidate=candidate, race=race, created_at=at)
    send_evidence(candidacy, url=evidence_url, note=note, at=at)
    candidacy.refresh_from_db()
    return candidacy


@transaction.atomic
def send_evidence(
    candidacy: Candidacy, *, url: str, note: str, at: datetime, file: Checked | None = None
) -> None:
    """Keep where the official list shows the candidate: a link, a file, or both. A new file takes the old one's place.

    It may be corrected until staff have verified it: Refused after that, and without any link or file.
    """
    sent = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    if sent.status != CandidacyStatus.PLANNED:
        raise Refused("settled", _("Your place on the ballot has been checked already."))
    if not url and file is None and sent.evidence_file_id is None:
        raise Refused("no_evidence", _("Give the link, or send a file that shows it."))
    if file is not None:
        sent.evidence_file = keep(file, by=sent.candidate.user, at=at)
    sent.evidence_url, sent.evidence_note, sent.evidence_sent_at = url, note, at
    sent.save(update_fields=["evidence_url", "evidence_note", "evidence_sent_at", "evidence_file"])


def verify_ballot(
    candidacy: Candidacy, *, ballot_date: date, actor: User, at: datetime, seen: str | None = None
) -> None:
    """Record that the official list shows the candidate as qualified since `ballot_date`, checked by `actor` (R15)."""
    if ballot_date > at.date():
        raise Refused(
            "future", _("The ballot date lies in the future: verify it once the official list shows it.")
        )
    with transaction.atomic():
        CANDIDACY.move(
            candidacy,
            CandidacyStatus.ON_BALLOT,
            actor=actor,
            at=at,
            seen=seen,
            effective_on=ballot_date,
            changes={"ballot_date": ballot_date, "verified_by": actor, "verified_at": at},
        )
        enqueue(
            "ballot_verified",
            candidacy.candidate.user,
            {"candidacy": str(candidacy.public_id)},
            key=f"ballot_verified:{candidacy.public_id}",
        )


def override_waiting_time(candidacy: Candidacy, *, reason: str, actor: User) -> None:
    """R15: let a special election be funded without the wait. The exception keeps its reason.

    Raises NotPermitted for anybody but program staff and for one's own race.
    """
    if not by_staff(actor, candidacy):
        raise NotPermitted("not_permitted", _("You may not make this exception."))
    if candidacy.race.election.kind != ElectionKind.SPECIAL:
        raise Refused("not_special", _("Only a special election can be funded without the waiting time."))
    candidacy.special_election_override, candidacy.override_reason = True, reason
    candidacy.save(update_fields=["special_election_override", "override_reason"])


def note_opponent(candidacy: Candidacy, has_opponent: bool | None, *, actor: User) -> None:
    """Note whether somebody runs against them; None is what nobody knows. Raises NotPermitted as the others do."""
    if not by_staff(actor, candidacy):
        raise NotPermitted("not_permitted", _("Only program staff note this, and not for themselves."))
    candidacy.has_opponent = has_opponent
    candidacy.save(update_fields=["has_opponent"])


def note_first_payment(candidacy: Candidacy, *, at: datetime) -> None:
    """A candidacy is funded since its first payment."""
    Candidacy.objects.filter(pk=candidacy.pk, funded_at__isnull=True).update(funded_at=at)


def forget_first_payment(candidacy: Candidacy) -> None:
    """No payment arrived after all: the candidacy is not funded."""
    Candidacy.objects.filter(pk=candidacy.pk).update(funded_at=None)


@CANDIDACY.guard(CandidacyStatus.ON_BALLOT)
def ballot_date_is_known(candidacy: Candidacy, *, at: datetime) -> None:
    if candidacy.ballot_date is None:
        raise Refused(
            "no_ballot_date", _("Give the ballot date: the day from which the official list shows it.")
        )


@CANDIDACY.guard(CandidacyStatus.ON_BALLOT)
def evidence_is_there(candidacy: Candidacy, *, at: datetime) -> None:
    if not candidacy.evidence_url and candidacy.evidence_file_id is None:
        raise Refused(
            "no_evidence", _("There is no link to the official list yet: ask the candidate or add it.")
        )


def races_of(candidate: Candidate) -> list[Candidacy]:
    """Every race that `candidate` ever entered, with office and election, soonest election first."""
    races = candidate.candidacies.select_related("race__office", "race__election")
    return read_once(candidate, "races", lambda: list(races.order_by("race__election__date", "pk")))


def live_candidacies(candidate: Candidate) -> list[Candidacy]:
    """The races that `candidate` is in, with office and election, soonest election first."""
    return [candidacy for candidacy in races_of(candidate) if candidacy.status in LIVE]
