"""End what somebody can still do with an earlier sign-in."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from core import clock
from core.accounts.models import User


def end_sessions(user: User) -> int:
    """Delete the sessions in which `user` is signed in; return how many there were.

    A session does not say whose it is but inside, so the living ones are read in turn. Whoever may not sign in any
    more is refused at the next request in any case.
    """
    live: Any = Session.objects.filter(expire_date__gte=clock.now()).iterator()
    keys = [session.pk for session in live if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    return Session.objects.filter(pk__in=keys).delete()[0]
