"""What the account itself holds of a person."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.predicates import roles_of
from core.accounts.roles import NEEDS_SECOND_FACTOR
from core.privacy.registry import Fate, holds, impersonal, obstacle

# The address of nobody: `.invalid` can never be delivered to (RFC 2606).
ERASED_ADDRESS = Concat(Value("erased-"), Cast(F("public_id"), CharField()), Value("@erased.invalid"))

holds(
    "accounts.User",
    "pk",
    Fate.BLANKS,
    title=_("Your account"),
    shows=("email", "first_name", "last_name", "time_zone", "language", "date_joined", "last_login"),
    blanks={
        "email": ERASED_ADDRESS,
        "first_name": "",
        "last_name": "",
        "password": "",
        "last_login": None,
        "time_zone": "America/New_York",
        "language": "en",
        "is_active": False,
        "is_staff": False,
        "is_superuser": False,
    },
    history="pgh_obj_id",
)
holds(
    "account.EmailAddress",
    "user",
    Fate.DELETES,
    title=_("E-mail addresses"),
    shows=("email", "verified", "primary"),
)
holds("account.EmailConfirmation", "email_address__user", Fate.DELETES)
holds(
    "mfa.Authenticator",
    "user",
    Fate.DELETES,
    title=_("Second steps at sign-in"),
    shows=("type", "created_at", "last_used_at"),
)
holds("accounts.SignInLink", "user", Fate.DELETES)
holds("accounts.SecondFactorReset", "user", Fate.KEEPS)
holds(
    "usersessions.UserSession",
    "user",
    Fate.DELETES,
    title=_("Where you are signed in"),
    shows=("created_at", "last_seen_at", "ip", "user_agent"),
)
holds("accounts.User_groups", "user", Fate.DELETES, title=_("Roles you hold"), shows=("group",))
holds("accounts.User_user_permissions", "user", Fate.DELETES)
impersonal("names of roles and permissions", "auth.Group", "auth.Permission", "auth.Group_permissions")
impersonal("names of tables", "contenttypes.ContentType")


@obstacle
def works_here(user: User) -> object:
    """Whoever sees other people's data hands over first, so that nobody is left without an owner."""
    if user.is_superuser or roles_of(user) & NEEDS_SECOND_FACTOR:
        return _(
            "You hold a role here. Ask the program staff to hand your tasks over and to end it; then you can be erased."
        )
    return ""
