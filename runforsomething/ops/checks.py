"""Production does not start with people who belong to nobody: their addresses and second factors are anybody's."""

import logging
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from core.accounts.models import User

logger = logging.getLogger(__name__)

FAULT = "There are demonstration users in this database: production starts only on one that never held any."


@register(Tags.database)
def no_demonstration_users(databases: Any = None, **_kwargs: Any) -> list[Error]:
    """`migrate` and `check --database default` tell of them."""
    return [Error(FAULT, id="ops.E001")] if databases and _are_there() else []


def refuse_demonstration(**_kwargs: Any) -> None:
    """Raise ImproperlyConfigured in a production process whose database holds demonstration users.

    A database that does not answer, or has no tables yet, is `/readyz`'s to report.
    """
    if _are_there():
        raise ImproperlyConfigured(FAULT)


def _are_there() -> bool:
    if settings.DEMONSTRATION:
        return False
    try:
        return User.objects.filter(is_demonstration=True).exists()
    except DatabaseError:
        logger.warning("The database was not asked for demonstration users: it does not answer.")
        return False
