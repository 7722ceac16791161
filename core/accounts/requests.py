"""Who asks."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from core.accounts.models import User


def person_of(request: HttpRequest) -> User:
    """Return the user who is signed in. Raises PermissionDenied for anybody else."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
