"""What waits for hosts, interviewers and program staff."""

from django.utils.translation import gettext_lazy as _

from core.accounts.predicates import is_interviewer, is_program_staff
from core.queues import Queue, register_queue
from interviews.models import (
    ConflictOfInterest,
    Interview,
    Interviewer,
    Registration,
    Scorecard,
    WatchedRecording,
)
from interviews.overdue import handed_over

register_queue(
    Queue(
        label=_("Attendance to record"),
        help=_("Calls that took place, and we do not know yet who came."),
        url="/admin/interviews/registration/?attendance=unknown",
        since="call__starts_at",
        rows=lambda user, now: Registration.objects.visible_to(user).without_attendance(now),
        permission=is_program_staff | is_interviewer,
        area="candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Talks without notes"),
        help=_("Talks that took place and whose notes are not in."),
        url="/admin/interviews/interview/?notes=missing",
        since="starts_at",
        rows=lambda user, now: Interview.objects.visible_to(user).without_notes(now),
        permission=is_program_staff | is_interviewer,
        area="candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Volunteers to vet"),
        help=_("They want to hold talks: confidentiality, conflicts of interest, one shadowed talk (R11)."),
        url="/admin/interviews/interviewer/?vetting=applied",
        since="applied_at",
        rows=lambda user, now: Interviewer.objects.to_vet(),
        permission=is_program_staff,
    )
)
register_queue(
    Queue(
        label=_("Conflicts of interest to attach"),
        help=_("A volunteer named somebody in words: say which candidate or office that is."),
        url="/admin/interviews/conflictofinterest/?attached=no",
        since="declared_at",
        rows=lambda user, now: ConflictOfInterest.objects.to_attach(),
        permission=is_program_staff,
    )
)
register_queue(
    Queue(
        label=_("Notes that are ours to write"),
        help=_(
            "Talks of five days ago and more: their interviewers were reminded twice. Call both, then write them."
        ),
        url="/admin/interviews/interview/?notes=ours",
        since="starts_at",
        rows=lambda user, now: Interview.objects.visible_to(user).filter(handed_over(now)),
        permission=is_program_staff,
        area="candidate__state",
        urgent=True,
    )
)
register_queue(
    Queue(
        label=_("To decide"),
        help=_("Talks whose notes are in: advance, not yet, or not now."),
        url="/admin/interviews/scorecard/?decision=missing",
        since="submitted_at",
        rows=lambda user, now: Scorecard.objects.visible_to(user).undecided(),
        permission=is_program_staff,
        area="interview__candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Captions and interpreters to arrange"),
        help=_("What people asked for with their seats in calls to come."),
        url="/admin/interviews/introcall/?needs=open",
        since="created_at",
        rows=lambda user, now: Registration.objects.visible_to(user).with_needs(now),
        permission=is_program_staff | is_interviewer,
    )
)
register_queue(
    Queue(
        label=_("Recordings to read"),
        help=_("People who can come to no call answered three questions; yes opens their talk."),
        url="/admin/interviews/watchedrecording/?accepted__isempty=1",
        since="sent_at",
        rows=lambda user, now: WatchedRecording.objects.visible_to(user).unread(),
        permission=is_program_staff,
        area="candidate__state",
    )
)
