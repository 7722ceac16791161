"""One `User` per person. Candidate, interviewer, mentor, reviewer and donor are profiles of it, several at once."""

import uuid
from typing import ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.names import LONGEST, refuse_what_is_no_name
from core.audit.append_only import append_only
from core.audit.tracking import track


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is not a time zone."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a user who signs in by `email`; without a password, by codes that are mailed."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@track(personal=["email", "first_name", "last_name"], unwatched=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(
        _("first name"), max_length=LONGEST, blank=True, validators=[refuse_what_is_no_name]
    )
    last_name = models.CharField(
        _("last name"), max_length=LONGEST, blank=True, validators=[refuse_what_is_no_name]
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="America/New_York", validators=[validate_time_zone]
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    is_staff = models.BooleanField(_("may open the back office"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demonstration = models.BooleanField(_("demonstration user"), default=False, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=clock.now, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email"),
        ]
        indexes = [
            # Staff find people by how their names begin.
            *(
                models.Index(OpClass(Upper(name), name="text_pattern_ops"), name=f"user_{name}")
                for name in ("first_name", "last_name")
            ),
            # Which zones people live in is asked at each tick.
            models.Index("time_zone", name="user_time_zone"),
        ]

    def __str__(self) -> str:
        if self.erased_at is not None:
            return gettext("an erased person")
        return self.full_name or self.email

    @property
    def language_name(self) -> str:
        """What the language is called in itself."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class SignInLink(models.Model):
    """A link that signs in, in a mail that is on its way. Only the hash of its secret is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now, db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "sign-in link"


class SecondFactorReset(models.Model):
    """Somebody lost every second factor and recovery code; two of our staff made sure who they are."""

    class Reason(models.TextChoices):
        LOST = "lost", _("the device was lost")
        BROKEN = "broken", _("the device broke")
        REPLACED = "replaced", _("the device was replaced, the app not moved")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=16, choices=Reason)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("checked_by"))
                & ~models.Q(user=models.F("asked_by"))
                & ~models.Q(user=models.F("checked_by")),
                name="three_people_in_a_reset",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.reason}"


@track()
class RoleGiven(User.groups.through):  # type: ignore[name-defined]
    """A role that a user holds. It is tracked, so that who gave it, and who took it away, stays known."""

    class Meta:
        proxy = True
