"""After every migrate, the application's role gets what it needs of the tables that there are now."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import connections

from core.audit.roles import NoSuchRole, grant_application


def grant_to_application(using: str = "default", **_kwargs: Any) -> None:
    """Grant it to the role of DATABASE_URL, unless that is who migrates; raises CommandError if there is none."""
    connection = connections[using]
    role = settings.APPLICATION_ROLE
    if not role:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if cursor.fetchone()[0] == role:
            return
    try:
        grant_application(connection, role)
    except NoSuchRole as error:
        raise CommandError(str(error)) from error
