"""One message of every kind, about people and offices that could be real: what tests render, and what is looked at."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from candidates.enums import Stage
from candidates.models import Candidacy, Candidate, Intake, Interest, PersonMerge
from community.models import SlackMembership, SlackStatus
from core.accounts.models import User
from core.accounts.roles import Role
from core.outbox.models import OutgoingMessage
from core.outbox.registry import kind_of
from core.privacy.models import ErasureRequest, ExportRequest, PrivacyChoices, SafetyCall
from donors.releases import publish
from funding import applications
from funding.donations import record_donation
from funding.enums import ApplicationStatus, AwardStatus
from funding.models import (
    Award,
    CandidacyFunding,
    Donation,
    EligibilityVerdict,
    FundingApplication,
    Payment,
    Programme,
)
from interviews.enums import Criterion, InterviewStatus, Outcome, Recommendation
from interviews.models import (
    Decision,
    Interview,
    Interviewer,
    InterviewRequest,
    IntroCall,
    Registration,
    Scorecard,
    SecondReading,
    WatchedRecording,
)
from mentorship.enums import MentorshipStatus
from mentorship.models import Mentor, MentorSession, Mentorship
from offices.enums import FactKind, FactOrigin, FactStatus
from offices.models import WantedOffice
from tests.factories.offices import (
    ElectionFactory,
    FactFactory,
    OfficeFactory,
    RaceFactory,
)
from tests.factories.people import make_call, make_candidate
from tests.mail_cast import DAY, HOUR, NOW, OFFICE, Cast
from tests.sealed_mails import Named, sealed

Told = Iterator[tuple[str, User, dict[str, Any]]]
TODAY = NOW.date()
FILING = {"filing_opens": 0, "filing_closes_in_30": 30, "filing_closes_in_14": 14, "filing_closes_in_7": 7,
          "filing_closes_in_2": 2}  # fmt: skip
STEPS = (
    "1. Go to the board's meeting of June 9 and count who speaks.\n"
    "2. Ask your sister whether she looks after the children on Thursdays.\n"
    "3. Call the county clerk about the form with the notary: 512-555-0147."
)


LIBRARY = "the library board of Pflugerville"
DOOR = "what to say at the door"
WANTED = "The receipts of the two gifts of May 9; a photo is enough."
NO_FEE = "The clerk says that the fee was abolished in 2024."


def every_message(language: str) -> Named:
    """Yield a name and an unsaved, or sealed, message of every kind that somebody reads, in `language`.

    The mails that the account sends are all of one kind: each is named after its template.
    """
    cast = Cast(language)
    for part in (calls_and_talks, the_way, money, mentors_and_slack, offices, privacy, staff_and_donors):
        for kind, recipient, context in part(cast):
            yield (
                kind,
                OutgoingMessage(
                    kind=kind,
                    lane=kind_of(kind).lane,
                    channel=kind_of(kind).channels[0],
                    recipient=recipient,
                    to_address=recipient.email,
                    language=language,
                    context=context,
                    key=str(uuid4()),
                ),
            )
    yield from sealed(cast)


def calls_and_talks(cast: Cast) -> Told:
    call = make_call(starts_at=NOW + DAY, dial_in="+1 512-555-0100, code 4711")
    make_call(starts_at=NOW + 3 * DAY + 10 * HOUR)
    seat = Registration.objects.create(call=call, candidate=cast.candidate)
    yield "intro_call_invitation", cast.early, {}
    for kind in ("intro_call_confirmed", "intro_call_tomorrow", "intro_call_soon", "text_intro_call_soon"):
        yield kind, cast.ann, {"registration": str(seat.public_id)}
    yield from seats_and_waiting(cast, seat, call)
    past = make_call(starts_at=NOW - DAY)
    absent = make_candidate(now=NOW, user=cast.person("Minh", "Abernathy"))
    missed = Registration.objects.create(call=past, candidate=absent, attended=False)
    yield "intro_call_missed", absent.user, {"registration": str(missed.public_id)}
    curious = make_candidate(now=NOW, user=cast.person("Curtis", "Oyelaran"), stage=Stage.INTRODUCED)
    yield "ask_for_your_talk", curious.user, {"candidate": str(curious.public_id)}
    interviewer = Interviewer.objects.create(
        user=cast.volunteer,
        vetted_on=date(2026, 1, 5),
        meeting_url="https://meet.example.org/ignatius-feather",
    )
    talk = a_talk(cast.candidate, interviewer, NOW + DAY + 9 * HOUR)
    about = {"interview": str(talk.public_id)}
    for when in ("confirmed", "tomorrow", "soon"):
        yield f"interview_{when}_candidate", cast.ann, about
        yield f"interview_{when}_interviewer", cast.volunteer, about
    yield "talk_moved_candidate", cast.ann, about
    yield "talk_moved_interviewer", cast.volunteer, about
    for kind in ("interviewer_changed", "text_talk_tomorrow", "text_talk_soon"):
        yield kind, cast.ann, about
    off = {"interview": str(a_talk(cast.candidate, interviewer, NOW + 2 * DAY, "cancelled").public_id)}
    for kind in ("talk_to_rebook", "talk_off_candidate"):
        yield kind, cast.ann, off
    for kind in ("talk_given_back", "talk_off_interviewer"):
        yield kind, cast.volunteer, off
    for number, (kind, status) in enumerate(
        (("talk_missed", "missed"), ("talk_left_waiting", "left_waiting"))
    ):
        absent = a_talk(cast.candidate, interviewer, NOW - (20 + number) * DAY, status)
        yield kind, cast.ann, {"interview": str(absent.public_id)}
    seeker = make_candidate(now=NOW, user=cast.person("Tamsin", "Okonkwo"), stage=Stage.INTRODUCED)
    InterviewRequest.objects.create(candidate=seeker, asked_at=NOW)
    yield "talk_times_free", seeker.user, {"candidate": str(seeker.public_id)}
    yield "interviewer_vetted", cast.volunteer, {}
    veteran = cast.person("Bernadette", "Quillfeather", Role.INTERVIEWER)
    Interviewer.objects.create(user=veteran, vetted_on=TODAY - timedelta(days=350))
    yield "vetting_ends", veteran, {"interviewer": str(veteran.public_id)}
    overdue = a_talk(cast.newcomer, interviewer, NOW - 3 * DAY)
    for kind in ("scorecard_overdue", "scorecard_overdue_again", "scorecard_handed_over"):
        yield kind, cast.volunteer, {"interview": str(overdue.public_id)}
    for number, (outcome, reply) in enumerate(REPLIES.items()):
        held = a_talk(cast.candidate, interviewer, NOW - (5 + number) * DAY, "held")
        decide(held, outcome, reply, cast)
        yield f"decision_{outcome}", cast.ann, {"interview": str(held.public_id)}
    again = SecondReading.objects.create(scorecard=held.scorecard, reader=interviewer)
    yield "second_reading", cast.volunteer, {"reading": str(again.public_id)}


def seats_and_waiting(cast: Cast, seat: Registration, call: IntroCall) -> Told:
    yield "intro_call_moved", cast.ann, {"registration": str(seat.public_id)}
    for kind in ("intro_call_given_back", "seat_offer_expired"):
        yield kind, cast.ann, {"registration": str(seat.public_id)}
    yield "intro_call_off", cast.ann, {"registration": str(seat.public_id), "why": "called_off"}
    Registration.objects.create(call=call, candidate=make_candidate(now=NOW), status="waitlisted")
    waiting = make_candidate(now=NOW, user=cast.person("Oluwaseun", "Braithwaite"))
    queued = Registration.objects.create(call=call, candidate=waiting, status="waitlisted")
    yield "intro_call_waiting", waiting.user, {"registration": str(queued.public_id)}
    lucky = make_candidate(now=NOW, user=cast.person("Wilhelmina", "Tso"))
    offer = Registration.objects.create(
        call=call, candidate=lucky, status="offered", offer_expires_at=NOW + 12 * HOUR
    )
    yield "seat_offered", lucky.user, {"registration": str(offer.public_id)}
    User.objects.filter(pk=call.host_id).update(language=cast.language)
    for kind in ("hosted_call", "hosted_call_off"):
        yield kind, call.host, {"call": str(call.public_id)}
    for accepted, reply in ((False, NO_ANSWER), (True, "")):
        read = WatchedRecording.objects.create(
            candidate=cast.candidate, accepted=accepted, reply=reply, read_by=cast.staff, read_at=NOW
        )
        kind = "recording_accepted" if accepted else "recording_returned"
        yield kind, cast.ann, {"recording": str(read.public_id)}


NO_ANSWER = "You wrote that you would ask about the calendar: which dates of it have you found already?"
REPLIES = {
    Outcome.ADVANCE: "We were moved by what you said about the crossing on Oltorf Street.",
    Outcome.HOLD: "Write to us after the June meeting; nothing more is needed.",
    Outcome.DECLINE: "The district ends at Ben White Boulevard, and you live south of it. If you move, or choose the "
    "county board, we gladly talk again.",
}


WRITTEN_BY_PEOPLE = (NO_ANSWER, STEPS, WANTED, DOOR, LIBRARY, NO_FEE, *REPLIES.values())


def a_talk(
    candidate: Candidate, interviewer: Interviewer, starts_at: datetime, status: str = InterviewStatus.BOOKED
) -> Interview:
    talk: Interview = Interview.objects.create(
        candidate=candidate,
        interviewer=interviewer,
        starts_at=starts_at,
        ends_at=starts_at + HOUR / 2,
        time_zone="America/Chicago",
        status=status,
    )
    return talk


def decide(talk: Interview, outcome: str, reply: str, cast: Cast) -> None:
    Scorecard.objects.create(
        interview=talk,
        submitted_by=cast.volunteer,
        recommendation=Recommendation.ADVANCE,
        note_to_candidate=STEPS,
        **{criterion.value: 3 for criterion in Criterion},
    )
    refused = {"reason": "outside_district", "reapply_from": date(2027, 1, 15)}
    Decision.objects.create(
        interview=talk,
        outcome=outcome,
        reply=reply,
        decided_by=cast.staff,
        **(refused if outcome == Outcome.DECLINE else {}),
    )


def the_way(cast: Cast) -> Told:
    signed_up = Intake.objects.create(
        form_key=uuid4(), source="form", payload={}, user=cast.early, language=cast.language
    )
    for kind in ("verify_address", "sign_up_again"):
        yield kind, cast.early, {"intake": str(signed_up.public_id)}
    second = make_candidate(now=NOW, user=cast.person("Annabelle", "Quokka"))
    joined = PersonMerge.objects.create(
        kept=cast.candidate, other=second, moved={"rows": {}}, actor=cast.staff, recorded_at=NOW
    )
    for kind, person in (
        ("records_merged", cast.ann),
        ("record_closed", second.user),
        ("records_parted", second.user),
    ):
        yield kind, person, {"merge": str(joined.public_id)}
    for kind in ("path", "offices", "doubts", "call", "homework", "choice"):
        yield f"welcome_{kind}", cast.early, {"candidate": str(cast.newcomer.public_id)}
    for kind, days in FILING.items():
        yield kind, *filing(cast, kind, days)


def filing(cast: Cast, kind: str, days: int) -> tuple[User, dict[str, Any]]:
    """Somebody interested in an office, or in two, of which filing opens or closes in as many days."""
    person = make_candidate(now=NOW, user=cast.person("Fern", kind.replace("_", "")))
    day = TODAY + timedelta(days=days)
    about = FactKind.FILING_OPENS if kind == "filing_opens" else FactKind.FILING_CLOSES
    for name in (OFFICE, "Travis County Commissioners Court, Precinct 2")[: 1 + (days in (0, 2))]:
        office = OfficeFactory(name=name)
        FactFactory(office=office, kind=about, value=day.isoformat(), election=ElectionFactory())
        Interest.objects.create(candidate=person, office=office)
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return person.user, {"candidate": str(person.public_id), "at": moment.isoformat()}


def money(cast: Cast) -> Told:
    race = RaceFactory(office=cast.office)
    verified = {"ballot_date": date(2026, 3, 31), "verified_at": NOW, "verified_by": cast.staff}
    candidacy = Candidacy.objects.create(candidate=cast.candidate, race=race, status="on_ballot", **verified)
    for kind in ("ballot_verified", "ballot_corrected", "funding_open"):
        yield kind, cast.ann, {"candidacy": str(candidacy.public_id)}
    for verdict in ("eligible", "not_eligible"):
        EligibilityVerdict.objects.create(
            candidacy=candidacy, verdict=verdict, outcomes={}, as_of=date(2026, 6, 1)
        )
        yield "funding_verdict", cast.ann, {"candidacy": str(candidacy.public_id), "verdict": verdict}
    draft = FundingApplication.objects.create(candidacy=candidacy, created_at=NOW - 21 * DAY)
    for kind in ("draft_unfinished", "draft_still_unfinished"):
        yield kind, cast.ann, {"application": str(draft.public_id)}
    draft.treasurers.create(user=cast.helper, invited_at=NOW)
    yield "treasurer_invited", cast.helper, {"application": str(draft.public_id)}
    FundingApplication.objects.filter(pk=draft.pk).update(
        status=ApplicationStatus.SUBMITTED, submitted_at=NOW, frozen_facts={"as_of": "2026-06-01"}
    )
    draft.refresh_from_db()
    yield "application_received", cast.ann, {"application": str(draft.public_id)}
    yield from paid(cast, draft)
    applications.ask_for_more(draft, wanted=WANTED, actor=cast.staff, at=NOW)
    yield "more_information", cast.ann, {"application": str(draft.public_id)}
    applications.decline(draft, reason="threshold_not_reached", actor=cast.staff, at=NOW)
    yield "application_declined", cast.ann, {"application": str(draft.public_id)}
    over = RaceFactory(office=cast.office, election__date=date(2026, 5, 2))
    before = Candidacy.objects.create(candidate=cast.candidate, race=over, status="not_elected", **verified)
    CandidacyFunding.objects.create(
        candidacy=before, cap=1_500, awarded=Decimal("1234.50"), paid=Decimal("1234.50")
    )
    for kind in ("report_due", "report_overdue"):
        yield kind, cast.ann, {"candidacy": str(before.public_id)}


def paid(cast: Cast, application: FundingApplication) -> Told:
    award = Award.objects.create(
        application=application,
        programme=Programme.objects.create(name="Spring", budget=Decimal(50_000)),
        amount=Decimal("1234.50"),
        status=AwardStatus.APPROVED,
        requested_by=cast.staff,
        approved_by=cast.donor,
        approved_at=NOW,
    )
    yield "award_approved", cast.ann, {"award": str(award.public_id)}
    payment = Payment.objects.create(
        award=award,
        amount=Decimal("1234.50"),
        method="ach",
        reference="RFS-2026-0042",
        requested_by=cast.staff,
        approved_by=cast.donor,
        paid_by=cast.helper,
    )
    yield "payment_made", cast.ann, {"payment": str(payment.public_id)}
    yield "payment_back", cast.ann, {"payment": str(payment.public_id)}


def mentors_and_slack(cast: Cast) -> Told:
    mentor = Mentor.objects.create(user=cast.helper)
    pair = Mentorship.objects.create(
        mentor=mentor,
        candidate=cast.candidate,
        proposed_by=cast.staff,
        status=MentorshipStatus.ACTIVE,
        mentor_said_yes_at=NOW - 31 * DAY,
        candidate_said_yes_at=NOW - 30 * DAY,
    )
    about = {"mentorship": str(pair.public_id)}
    for kind in ("mentor_proposed", "mentor_accepted", "mentor_left"):
        yield kind, cast.ann, about
    yield "mentoring_check_in_candidate", cast.ann, about
    yield "mentoring_check_in_mentor", cast.helper, about
    yield from sessions(cast, pair)
    yield "welcome_on_board", cast.ann, {}
    SlackMembership.objects.create(
        candidate=cast.candidate,
        status=SlackStatus.INVITED,
        conduct_version="2026-01-01",
        accepted_at=NOW - 3 * DAY,
        invited_at=NOW - 3 * DAY,
    )
    for kind in ("slack_invitation", "slack_nudge"):
        yield kind, cast.ann, {"candidate": str(cast.candidate.public_id)}


def sessions(cast: Cast, pair: Mentorship) -> Told:
    hour = {"starts_at": NOW + DAY, "ends_at": NOW + DAY + HOUR}
    session = MentorSession.objects.create(mentorship=pair, about=DOOR, arranged_by=cast.helper, **hour)
    told = {"session": str(session.public_id)}
    for kind in ("arranged", "moved", "in_calendar", "tomorrow_candidate", "soon_candidate"):
        yield f"session_{kind}", cast.ann, told
    for kind in ("tomorrow_mentor", "soon_mentor"):
        yield f"session_{kind}", cast.helper, told
    MentorSession.objects.update(cancelled_at=NOW)
    for kind in ("session_cancelled", "session_out_of_calendar"):
        yield kind, cast.ann, told


def offices(cast: Cast) -> Told:
    office: Any = cast.office
    FactFactory(office=office, kind=FactKind.FILING_CLOSES, value="2026-08-17", election=ElectionFactory())
    FactFactory(office=office, kind=FactKind.SIGNATURES, value="25")
    told: Any = FactFactory(
        office=office,
        kind=FactKind.FEE,
        origin=FactOrigin.PERSON,
        told_by=cast.ann,
        status=FactStatus.REFUSED,
        refused_because=NO_FEE,
    )
    yield "office_news", cast.ann, {"office": str(office.public_id)}
    yield "told_fact_decided", cast.ann, {"fact": str(told.public_id)}
    wanted = WantedOffice.objects.create(
        kind="library", state="TX", description=LIBRARY, asked_by=cast.ann, found=office
    )
    yield "wanted_office_found", cast.ann, {"wanted": str(wanted.public_id)}


def privacy(cast: Cast) -> Told:
    erasure = ErasureRequest.objects.create(user=cast.ann, due_at=NOW + 7 * DAY)
    for kind in ("erasure_asked", "erasure_held", "erasure_kept"):
        yield kind, cast.ann, {"erasure": str(erasure.public_id)}
    export = ExportRequest.objects.create(user=cast.ann, made_at=NOW, expires_at=NOW + 7 * DAY)
    yield "export_ready", cast.ann, {"export": str(export.public_id)}
    PrivacyChoices.objects.create(user=cast.early, hidden_since=NOW, contact=cast.staff)
    yield "contact_changed", cast.early, {"from": str(cast.volunteer.public_id)}
    pressed = SafetyCall.objects.create(user=cast.ann, pressed_at=NOW)
    yield "safety_call", cast.staff, {"call": str(pressed.public_id)}


def staff_and_donors(cast: Cast) -> Told:
    record_donation(
        Donation(donor=cast.donor, amount=Decimal("120.50"), received_on=TODAY - 9 * DAY),
        actor=None,
        at=NOW - 9 * DAY,
    )
    publish(as_of=NOW - DAY, now=NOW)
    yield "donors_letter", cast.donor, {}
    yield "board_report", cast.staff, {}
    yield "staff_digest", cast.staff, {}
    yield "off_boarded", cast.volunteer, {"to": str(cast.staff.public_id)}
    yield "handed_over", cast.staff, {"from": str(cast.volunteer.public_id)}
