"""What this app and the framework's own tables hold of a person, and what no row leads to: sessions, cache, files."""

import hashlib
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.privacy import export_files
from core.privacy.models import PrivacyChoices
from core.privacy.registry import Fate, Identity, holds, impersonal, obstacle, sweep

holds(
    "privacy.ExportRequest",
    "user",
    Fate.DELETES,
    title=_("Exports you asked for"),
    shows=("asked_at", "made_at", "expires_at"),
)
holds(
    "privacy.ErasureRequest",
    "user",
    Fate.KEEPS,
    title=_("Erasures you asked for"),
    shows=("asked_at", "due_at", "kept_at"),
)
holds(
    "privacy.PrivacyChoices",
    "user",
    Fate.DELETES,
    title=_("Your choices about privacy"),
    shows=("hidden_since", "contact", "named_since"),
    history="user_id",
)
holds(
    "privacy.SafetyCall",
    "user",
    Fate.KEEPS,
    title=_("When you felt unsafe"),
    shows=("pressed_at", "answered_at", "outcome"),
)
holds("admin.LogEntry", "user", Fate.KEEPS, keeps=("object_id", "object_repr", "change_message"))
impersonal("random ids and moments", "privacy.ErasureLog")
impersonal("swept by what is in it: see below", "sessions.Session", "pghistory.Context")
impersonal("a view without a table", "pghistory.Events")


@obstacle
def is_somebodys_contact(user: User) -> Any:
    if PrivacyChoices.objects.filter(contact=user, hidden_since__isnull=False).exists():
        return _("Somebody who is in hiding is seen by you alone. Ask them to name another contact first.")
    return ""


@sweep
def end_sessions(who: Identity) -> None:
    """A session's text is signed, not searchable: each is read. Those half-way through a sign-in name an address."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    ended = [
        session.session_key
        for session in Session.objects.iterator(chunk_size=500)
        if _is_of(store.decode(session.session_data), who)
    ]
    Session.objects.filter(session_key__in=ended).delete()


def _is_of(content: dict[str, Any], who: Identity) -> bool:
    if content.get("_auth_user_id") == str(who.user_id):
        return True
    said = repr(content).lower()
    return any(address in said for address in who.addresses)


@sweep
def forget_limits(who: Identity) -> None:
    """The sign-in limits count by a hash of the address."""
    table = getattr(cache, "_table", "")
    if not table:
        return
    with connection.cursor() as cursor:
        for address in who.addresses:
            hashed = hashlib.sha256(address.encode()).hexdigest()
            cursor.execute(
                f"DELETE FROM {connection.ops.quote_name(table)} "  # noqa: S608 - a setting's own name
                "WHERE position(%s in cache_key) > 0 OR position(%s in lower(cache_key)) > 0",
                [hashed, address],
            )


@sweep
def forget_where_they_went(who: Identity) -> None:
    """The history's contexts say who did something, which stays, and on which page, which goes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pghistory_context SET metadata = metadata - 'url' WHERE metadata ->> 'user' = %s",
            [str(who.user_id)],
        )


@sweep
def delete_exports(who: Identity) -> None:
    export_files.delete_those_without_a_request()
