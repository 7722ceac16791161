"""What waits for plan reviewers, program staff and finance."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.accounts.predicates import is_finance, is_plan_reviewer, is_program_staff
from core.queues import Queue, register_queue
from funding.accounts import unchecked
from funding.enums import ApplicationStatus, AwardStatus
from funding.models import Award, FundingApplication, Gift
from funding.too_late import cost_unknown, opens_too_late

register_queue(
    Queue(
        label=_("Plans to score"),
        help=_("Campaign plans that you have not scored. You do not see whose they are."),
        url="/admin/funding/fundingapplication/?status__exact=submitted",
        since="submitted_at",
        rows=lambda user, now: FundingApplication.objects.to_review_by(user),
        permission=is_plan_reviewer,
    )
)
register_queue(
    Queue(
        label=_("Receipts to check"),
        help=_("Gifts that campaigns reported and nobody has documented."),
        url="/admin/funding/gift/?documented_at__isempty=1",
        since="created_at",
        rows=lambda user, now: Gift.objects.filter(documented_at__isnull=True),
        permission=is_program_staff | is_finance,
        area="candidacy__candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Applications for funding"),
        help=_("Handed in; request an award once the rules allow it."),
        url="/admin/funding/fundingapplication/?status__exact=submitted",
        since="submitted_at",
        rows=lambda user, now: FundingApplication.objects.filter(status=ApplicationStatus.SUBMITTED).exclude(
            awards__status=AwardStatus.REQUESTED
        ),
        permission=is_program_staff,
        area="candidacy__candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Awards to approve"),
        help=_("Requested by program staff; somebody else approves."),
        url="/admin/funding/award/?status__exact=requested",
        since="requested_at",
        rows=lambda user, now: Award.objects.filter(status=AwardStatus.REQUESTED).exclude(requested_by=user),
        permission=is_finance,
    )
)
register_queue(
    Queue(
        label=_("Accounts to check"),
        help=_("Awards that wait for somebody to look whether the account is the committee’s."),
        url="/admin/funding/award/?status__exact=approved",
        since="approved_at",
        rows=lambda user, now: unchecked(
            Award.objects.filter(status=AwardStatus.APPROVED, paid__lt=F("amount"))
        ),
        permission=is_finance,
    )
)
register_queue(
    Queue(
        label=_("Awards to pay"),
        help=_("Approved by somebody else; you pay."),
        url="/admin/funding/award/?status__exact=approved",
        since="approved_at",
        rows=lambda user, now: Award.objects.filter(
            status=AwardStatus.APPROVED, paid__lt=F("amount")
        ).exclude(approved_by=user),
        permission=is_finance,
    )
)
register_queue(
    Queue(
        label=_("Races whose cost nobody knows"),
        help=_("On a ballot, and no figure counts yet: find one, with its source."),
        url="/funding/races/#costs",
        since="last_said",
        rows=lambda user, now: cost_unknown(user, today=now.date()),
        permission=is_program_staff,
        area="candidate__state",
    )
)
register_queue(
    Queue(
        label=_("Races that cannot be funded in time"),
        help=_("Funding opens after their election. Tell them early, and look for other help."),
        url="/funding/races/#late",
        since="verified_at",
        rows=lambda user, now: opens_too_late(user, today=now.date()),
        permission=is_program_staff,
        area="candidate__state",
    )
)
