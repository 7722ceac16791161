"""The one place that decides who needs a second factor, and whether this session has shown it."""

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpRequest

from core.accounts.models import User
from core.accounts.predicates import roles_of
from core.accounts.roles import NEEDS_SECOND_FACTOR


def is_privileged(user: User) -> bool:
    """True of whoever may see other people's data: every role but `donor`, and whoever opens the back office."""
    return bool(user.is_staff or user.is_superuser or roles_of(user) & NEEDS_SECOND_FACTOR)


def lacks_second_factor(request: HttpRequest) -> bool:
    """True while a privileged user has not shown a second factor in this session.

    Pages, back office and API all ask here, at every request: a role counts from the request after it was given.
    """
    user = request.user
    if not isinstance(user, User) or not is_privileged(user):
        return False
    return not any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def forget_second_factor(request: HttpRequest) -> None:
    """After the last one was removed, what this session has shown counts no longer."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record["method"] != "mfa"
    ]
