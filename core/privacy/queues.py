from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.accounts.predicates import is_program_staff
from core.queues import Queue, register_queue

if TYPE_CHECKING:
    from core.accounts.models import User


def _is_contact(user: "User") -> bool:
    from core.privacy.safety import is_contact

    return bool(is_program_staff(user)) and is_contact(user)


def register() -> None:
    from core.privacy.models import ErasureRequest, SafetyCall

    register_queue(
        Queue(
            label=_("Somebody feels unsafe"),
            help=_("Call at once. It stays here until one of you has answered."),
            url="/admin/privacy/safetycall/?answered_at__isempty=1",
            since="pressed_at",
            rows=lambda user, now: SafetyCall.objects.filter(answered_at__isnull=True),
            permission=_is_contact,
            urgent=True,
        )
    )
    register_queue(
        Queue(
            label=_("Erasures that are held"),
            help=_("Somebody asked to be erased, and something has to happen first."),
            url="/admin/privacy/erasurerequest/?held_since__isempty=0&done_at__isempty=1",
            since="held_since",
            rows=lambda user, now: ErasureRequest.objects.filter(
                held_since__isnull=False, done_at__isnull=True, kept_at__isnull=True
            ),
            permission=is_program_staff,
        )
    )
