"""Who runs against whom, and whom an interviewer must not talk with."""

from typing import Any

from django.db.models import Q

from candidates.enums import LIVE
from candidates.models import Candidacy, Candidate, Interest
from interviews.enums import InterviewStatus
from interviews.models import ConflictOfInterest, Interview, Interviewer


def offices_of(candidate: Candidate) -> set[int]:
    """Return the keys of the offices that the candidate runs for, or is interested in. Two queries."""
    entered = Candidacy.objects.filter(candidate=candidate, status__in=LIVE)
    wanted = Interest.objects.filter(candidate=candidate)
    return {
        *entered.values_list("race__office_id", flat=True),
        *wanted.values_list("office_id", flat=True),
    }


def rivals(candidate: Candidate, offices: set[int]) -> Any:
    """Candidates who run for one of `offices`, or are interested in it, other than this one."""
    runs = Candidacy.objects.filter(status__in=LIVE, race__office__in=offices).values("candidate")
    wants = Interest.objects.filter(office__in=offices).values("candidate")
    return Candidate.objects.filter(Q(pk__in=runs) | Q(pk__in=wants)).exclude(pk=candidate.pk)


def conflicted(candidate: Candidate) -> Q:
    """Of interviewers: themselves, who declared a conflict of interest, and who run against the candidate."""
    offices = offices_of(candidate)
    declared = ConflictOfInterest.objects.filter(Q(candidate=candidate) | Q(office__in=offices))
    return (
        Q(user=candidate.user_id)
        | Q(pk__in=declared.values("interviewer"))
        | Q(user__in=rivals(candidate, offices).values("user"))
    )


def have_met_a_rival(interviewers: list[Interviewer], candidate: Candidate) -> set[int]:
    """Return the keys of those who have talked, or are to talk, with a rival of the candidate."""
    talks = Interview.objects.exclude(status=InterviewStatus.CANCELLED)
    met = talks.filter(interviewer__in=interviewers, candidate__in=rivals(candidate, offices_of(candidate)))
    return set(met.values_list("interviewer_id", flat=True))
