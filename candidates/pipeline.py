"""The pipeline: what a person has reached (stage), whether we go on together (standing), and each race (candidacy).

Three tables, never mixed. A stage never goes back; a skipped milestone counts only if it was reached.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from candidates.enums import STAGE_ORDER, CandidacyStatus, Stage, Standing
from candidates.signals import stage_reached
from core.accounts.predicates import is_interviewer, is_program_staff
from core.lifecycle import Edge, Lifecycle, Refused, by_system

if TYPE_CHECKING:
    from candidates.models import Candidate
    from core.accounts.models import User


def is_own(actor: User, subject: Any) -> bool:
    """Whether `subject`, a candidate or something of one, is the actor's own record: nobody acts on that."""
    candidate = subject if hasattr(subject, "user_id") else subject.candidate
    return bool(actor.pk == candidate.user_id)


def by_staff(actor: User | None, subject: Any) -> bool:
    return actor is not None and bool(is_program_staff(actor)) and not is_own(actor, subject)


def by_staff_or_interviewer(actor: User | None, subject: Any) -> bool:
    works_here = actor is not None and (is_program_staff(actor) or is_interviewer(actor))
    return works_here and actor is not None and not is_own(actor, subject)


def by_us_or_system(actor: User | None, subject: Any) -> bool:
    return by_system(actor, subject) or by_staff_or_interviewer(actor, subject)


def by_the_candidate(actor: User | None, subject: Any) -> bool:
    return actor is not None and actor.pk == subject.user_id


def by_the_candidate_or_staff(actor: User | None, subject: Any) -> bool:
    return by_the_candidate(actor, subject) or by_staff(actor, subject)


def by_the_candidate_or_system(actor: User | None, subject: Any) -> bool:
    return by_the_candidate(actor, subject) or by_system(actor, subject)


STAGE = Lifecycle(
    "stage",
    [
        # The system where somebody came by their own link, or read the code that was shown at the end.
        Edge(Stage.SIGNED_UP, Stage.INTRODUCED, by_us_or_system),
        Edge(Stage.INTRODUCED, Stage.INTERVIEWED, by_staff_or_interviewer),
        # R10: staff may let somebody skip the intro call; the override and its reason are logged by interviews.
        Edge(Stage.SIGNED_UP, Stage.INTERVIEWED, by_staff_or_interviewer),
        Edge(Stage.INTERVIEWED, Stage.COMMITTED, by_the_candidate),
    ],
    history="stage_transitions",
)

STANDING = Lifecycle(
    "standing",
    [
        Edge(Standing.ACTIVE, Standing.DECLINED, by_staff),
        Edge(Standing.ACTIVE, Standing.WITHDRAWN, by_the_candidate_or_staff),
        Edge(Standing.ACTIVE, Standing.DORMANT, by_the_candidate_or_system),
        Edge(Standing.DECLINED, Standing.ACTIVE, by_the_candidate_or_staff),
        Edge(Standing.WITHDRAWN, Standing.ACTIVE, by_the_candidate_or_staff),
        Edge(Standing.DORMANT, Standing.ACTIVE, by_the_candidate_or_system),
        Edge(Standing.DORMANT, Standing.DECLINED, by_staff),
        Edge(Standing.DORMANT, Standing.WITHDRAWN, by_the_candidate_or_staff),
    ],
    history="standing_transitions",
)

CANDIDACY = Lifecycle(
    "status",
    [
        Edge(CandidacyStatus.PLANNED, CandidacyStatus.ON_BALLOT, by_staff),
        Edge(CandidacyStatus.PLANNED, CandidacyStatus.ENDED, by_staff),
        Edge(CandidacyStatus.ON_BALLOT, CandidacyStatus.ELECTED, by_staff),
        Edge(CandidacyStatus.ON_BALLOT, CandidacyStatus.NOT_ELECTED, by_staff),
        Edge(CandidacyStatus.ON_BALLOT, CandidacyStatus.ENDED, by_staff),
    ],
)

# What making two records one, and parting them again, does to a stage and to two candidacies in one race. The reason
# keeps these moves out of every count: nobody reached anything by them.
MERGED, PARTED = "merged", "parted"
BY_MERGING = (MERGED, PARTED)
STAGE_OF_MERGE = Lifecycle(
    "stage",
    [Edge(source, target, by_staff) for source in Stage for target in Stage if source != target],
    history="stage_transitions",
)
CANDIDACY_OF_MERGE = Lifecycle(
    "status",
    [
        Edge(CandidacyStatus.PLANNED, CandidacyStatus.ENDED, by_staff),
        Edge(CandidacyStatus.ENDED, CandidacyStatus.PLANNED, by_staff),
    ],
)

# A "not now" that is taken back within its hour: the standing is again what it was. The reason says so.
UNDONE = "undone"
STANDING_OF_UNDOING = Lifecycle(
    "standing",
    [
        Edge(Standing.DECLINED, Standing.ACTIVE, by_staff),
        Edge(Standing.DECLINED, Standing.DORMANT, by_staff),
    ],
    history="standing_transitions",
)


def has_reached(candidate: Candidate, stage: str) -> bool:
    return STAGE_ORDER.index(Stage(candidate.stage)) >= STAGE_ORDER.index(Stage(stage))


def reach(candidate: Candidate, stage: str, *, actor: User | None, at: datetime, reason: str = "") -> bool:
    """Move `candidate` to `stage` unless that milestone was reached before; return whether it moved.

    Raises what `Lifecycle.move` raises.
    """
    candidate.refresh_from_db(fields=["stage"])
    if has_reached(candidate, stage):
        return False
    with transaction.atomic():
        STAGE.move(candidate, stage, actor=actor, at=at, reason=reason)
        stage_reached.send(type(candidate), candidate=candidate, stage=stage, at=at)
    return True


@STAGE.guard(Stage.INTERVIEWED)
@STAGE.guard(Stage.COMMITTED)
def still_with_us(candidate: Candidate, *, at: datetime) -> None:
    """Nobody who was told "not now", or who left, is moved on; coming back keeps the stage."""
    if candidate.standing in (Standing.DECLINED, Standing.WITHDRAWN):
        raise Refused("not_active", _("This person is not with us at the moment."))
