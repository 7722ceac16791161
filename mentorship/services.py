"""Proposing a mentor, and the two answers."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from candidates.enums import Stage
from candidates.models import Candidate
from candidates.pipeline import by_staff, has_reached
from candidates.reading import read_once
from core.accounts.models import User
from core.accounts.predicates import is_program_staff
from core.lifecycle import Edge, Lifecycle, NotPermitted, Refused
from core.outbox.services import enqueue
from mentorship.enums import MentorshipStatus
from mentorship.matching import CandidateFacts, Match, MentorFacts, match
from mentorship.models import Mentor, Mentorship
from mentorship.sessions import cancel_all


def by_one_of_the_two(actor: User | None, subject: Mentorship) -> bool:
    return actor is not None and actor.pk in (subject.mentor.user_id, subject.candidate.user_id)


def by_one_of_the_two_or_staff(actor: User | None, subject: Mentorship) -> bool:
    return by_one_of_the_two(actor, subject) or (actor is not None and is_program_staff(actor))


MENTORSHIP = Lifecycle(
    "status",
    [
        Edge(MentorshipStatus.PROPOSED, MentorshipStatus.ACTIVE, by_one_of_the_two),
        Edge(MentorshipStatus.PROPOSED, MentorshipStatus.REFUSED, by_one_of_the_two_or_staff),
        Edge(MentorshipStatus.ACTIVE, MentorshipStatus.ENDED, by_one_of_the_two_or_staff),
    ],
)


@MENTORSHIP.guard(MentorshipStatus.ACTIVE)
def both_said_yes(mentorship: Mentorship, *, at: datetime) -> None:
    if not (mentorship.mentor_said_yes_at and mentorship.candidate_said_yes_at):
        raise Refused("one_yes", _("Both of you have to say yes first."))


def fit_of(mentor: Mentor, candidate: Candidate) -> Match:
    """Return how well the two fit, and why."""
    return match(
        MentorFacts(mentor.states, mentor.campaigns, mentor.user.time_zone, mentor.capacity - mentor.taken),
        CandidateFacts(
            candidate.state,
            [office.level for office in candidate.offices.all()],
            candidate.user.time_zone,
        ),
    )


def live_mentorship(candidate: Candidate) -> Mentorship | None:
    """Return the mentorship or proposal that is under way, with its mentor. One query."""
    live = Mentorship.objects.live().filter(candidate=candidate).select_related("mentor__user")
    return read_once(candidate, "mentorship", live.first)


@transaction.atomic
def propose(mentor: Mentor, candidate: Candidate, *, actor: User, at: datetime) -> Mentorship:
    """Propose the two to each other and keep a place free. Raises Refused when that is not possible."""
    if not by_staff(actor, candidate):
        raise NotPermitted("not_permitted", _("Only program staff propose mentors, and not to themselves."))
    if not has_reached(candidate, Stage.COMMITTED):
        raise Refused("too_early", _("Mentors open once the candidate is on board (R12)."))
    if mentor.user_id == candidate.user_id:
        raise Refused("same_person", _("Nobody is their own mentor."))
    locked = Mentor.objects.select_for_update().get(pk=mentor.pk)
    if not locked.is_active or locked.taken >= locked.capacity:
        raise Refused("full", _("This mentor has no free place."))
    try:
        with transaction.atomic():
            made: Mentorship = Mentorship.objects.create(
                mentor=locked, candidate=candidate, proposed_by=actor, proposed_at=at
            )
    except IntegrityError as error:
        raise Refused("has_one", _("This candidate has a mentor, or a proposal, already.")) from error
    Mentor.objects.filter(pk=locked.pk).update(taken=F("taken") + 1)
    for person in (mentor.user, candidate.user):
        enqueue(
            "mentor_proposed",
            person,
            {"mentorship": str(made.public_id)},
            key=f"mentor_proposed:{made.public_id}:{person.public_id}",
        )
    return made


@transaction.atomic
def say_yes(mentorship: Mentorship, *, actor: User, at: datetime) -> None:
    """Keep `actor`'s yes; with both, the mentorship is active and both learn how to reach each other."""
    locked = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    if not by_one_of_the_two(actor, locked):
        raise NotPermitted("not_permitted", _("This proposal is not yours to answer."))
    if locked.status != MentorshipStatus.PROPOSED:
        raise Refused("settled", _("This proposal has been answered already."))
    side = "mentor_said_yes_at" if locked.mentor.user_id == actor.pk else "candidate_said_yes_at"
    if getattr(locked, side) is None:
        setattr(locked, side, at)
        locked.save(update_fields=[side])
    if locked.mentor_said_yes_at and locked.candidate_said_yes_at:
        MENTORSHIP.move(locked, MentorshipStatus.ACTIVE, actor=actor, at=at)
        for person in (locked.mentor.user, locked.candidate.user):
            enqueue(
                "mentor_accepted",
                person,
                {"mentorship": str(locked.public_id)},
                key=f"mentor_accepted:{locked.public_id}:{person.public_id}",
            )


@transaction.atomic
def say_no(mentorship: Mentorship, *, actor: User, at: datetime) -> None:
    """Turn a proposal down; the mentor's place is free again."""
    _leave(mentorship, MentorshipStatus.REFUSED, actor=actor, at=at)


@transaction.atomic
def end(mentorship: Mentorship, *, actor: User, at: datetime) -> None:
    """End an active mentorship; the mentor's place is free again."""
    _leave(mentorship, MentorshipStatus.ENDED, actor=actor, at=at)


def _leave(mentorship: Mentorship, status: str, *, actor: User, at: datetime) -> None:
    Mentor.objects.select_for_update().get(pk=mentorship.mentor_id)
    MENTORSHIP.move(mentorship, status, actor=actor, at=at)
    cancel_all(mentorship, actor=actor, at=at)
    Mentor.objects.filter(pk=mentorship.mentor_id).update(taken=F("taken") - 1)
