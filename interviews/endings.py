"""Both sides hear that a talk does not take place, and so do both calendars: also of whoever called it off."""

from core.accounts.models import User
from core.outbox.services import enqueue
from interviews.models import Interview


def tell_of_the_end(interview: Interview, actor: User) -> None:
    for person, by_the_other, by_themselves in (
        (interview.candidate.user, "talk_to_rebook", "talk_off_candidate"),
        (interview.interviewer.user, "talk_given_back", "talk_off_interviewer"),
    ):
        kind = by_themselves if person == actor else by_the_other
        reference = {"interview": str(interview.public_id)}
        key = f"{kind}:{interview.public_id}"
        enqueue(kind, person, reference, key=key, expires_at=interview.starts_at)
