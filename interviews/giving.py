"""To whom of those who are free a talk goes: what is known of each, read at once, and the order of asking them."""

from collections import defaultdict
from datetime import datetime

from candidates.models import Candidate
from interviews.assignment import RECENT, Offer, because, in_order, near, weeks_with_us
from interviews.enums import InterviewStatus
from interviews.models import Interview, Interviewer
from interviews.rivals import have_met_a_rival, offices_of
from offices.models import Office

Given = list[tuple[Interviewer, list[str]]]


def ask_in_this_order(
    interviewers: list[Interviewer],
    candidate: Candidate,
    start: datetime,
    *,
    now: datetime,
    language: str | None = None,
) -> Given:
    """Return those who are free at `start`, the one to be asked first first, each with why in codes.

    Six queries, however many there are.
    """
    offices = offices_of(candidate)
    levels = set(Office.objects.filter(pk__in=offices).values_list("level", flat=True))
    met = have_met_a_rival(interviewers, candidate)
    talks: dict[int, list[datetime]] = defaultdict(list)
    held = Interview.objects.exclude(status=InterviewStatus.CANCELLED).filter(interviewer__in=interviewers)
    for key, starts_at in held.values_list("interviewer_id", "starts_at"):
        talks[key].append(starts_at)
    wanted = language or candidate.user.language
    offers = [
        Offer(
            key=each.pk,
            weekly_cap=each.weekly_cap,
            recent=sum(at > now - RECENT for at in talks[each.pk]),
            nearby=near(talks[each.pk], start),
            ever=len(talks[each.pk]),
            weeks=weeks_with_us(each.member_since, now.date()),
            last=max(talks[each.pk], default=None),
            knows_state=bool(candidate.state) and candidate.state in each.states,
            knows_level=bool(levels & set(each.levels)),
            speaks=wanted in each.languages,
            met_rival=each.pk in met,
        )
        for each in interviewers
    ]
    by_key = {each.pk: each for each in interviewers}
    return [(by_key[offer.key], because(offer, offers)) for offer in in_order(offers)]
