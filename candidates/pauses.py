"""What a break means elsewhere: a sign-in ends it, and no reminder reaches whoever takes one or has left."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from candidates.enums import Standing
from candidates.models import Candidate
from candidates.standing import wake
from core import clock
from core.accounts.models import User
from core.outbox.quiet import register_quiet

QUIET = (Standing.DORMANT, Standing.WITHDRAWN)


@receiver(user_logged_in)
def a_sign_in_ends_the_break(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    if wake(user, at=clock.now()) and request is not None and hasattr(request, "_messages"):
        messages.info(request, _("Welcome back: your break is over. You are where you left off."))


@register_quiet
def on_a_break_or_gone(people: Collection[int]) -> dict[int, str]:
    found = Candidate.objects.filter(user__in=people, standing__in=QUIET)
    return {person: f"standing_{standing}" for person, standing in found.values_list("user_id", "standing")}
