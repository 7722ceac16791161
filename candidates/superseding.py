"""A sign-up that corrects an earlier one takes its place, while nobody has shown that they read the first address."""

from allauth.account.models import EmailAddress

from candidates.enums import IntakeStatus
from candidates.models import Candidate, Intake
from core.accounts.models import User
from core.outbox.services import cancel

MAIL_OF = {IntakeStatus.ABSORBED: "verify_address", IntakeStatus.AWAITING: "sign_up_again"}


def take_the_place(intake: Intake) -> User | None:
    """Let `intake`, about to be absorbed and locked, take the place of the one that it corrects.

    Return the person who was made for that one, still unverified, whose address may now be the new one; else None.
    The link mailed to the first address is worth nothing any more.
    """
    first = Intake.objects.select_for_update().filter(public_id=intake.payload.get("corrects")).first()
    if (
        first is None
        or first.link_used_at is not None
        or first.status not in (*MAIL_OF, IntakeStatus.RECEIVED)
    ):
        return None
    person = first.user if first.status == IntakeStatus.ABSORBED else None
    if person is not None and _has_shown_up(person):
        return None
    for kind in MAIL_OF.values():
        cancel(f"{kind}:{first.public_id}")
    # Nothing leads from here to the person any more, so nothing of the person stays here.
    first.user, first.status, first.payload = None, IntakeStatus.SUPERSEDED, {}
    first.save(update_fields=["user", "status", "payload"])
    return person


def move_to(person: User, email: str) -> None:
    """Let `person`, who has shown up nowhere yet, be reached at `email`."""
    person.email = email
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)


def _has_shown_up(person: User) -> bool:
    """Whether anybody has ever shown that they read this person's address."""
    return (
        person.last_login is not None
        or EmailAddress.objects.filter(user=person, verified=True).exists()
        or not Candidate.objects.filter(user=person, verified_at__isnull=True).exists()
    )
