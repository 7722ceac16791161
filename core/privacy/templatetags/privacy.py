from typing import Any

from django import template

from core.accounts.models import User
from core.privacy import asking
from core.privacy.registry import obstacles_for

register = template.Library()


@register.inclusion_tag("privacy/erasure_notice.html", takes_context=True)
def erasure_notice(context: Any) -> dict[str, Any]:
    """Say that the person asked to be erased, with the one click by which they stay."""
    user = context["request"].user
    erasure = asking.open_request_of(user) if isinstance(user, User) else None
    held = erasure is not None and erasure.held_since is not None
    return {
        "erasure": erasure,
        "obstacles": obstacles_for(user) if held else [],
        "csrf_token": context.get("csrf_token"),
    }
