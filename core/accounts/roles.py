"""The roles of the people who work here. Candidate, host and treasurer are profiles and assignments, not roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    PROGRAM_STAFF = "program_staff", _("program staff")
    INTERVIEWER = "interviewer", _("interviewer")
    MENTOR = "mentor", _("mentor")
    PLAN_REVIEWER = "plan_reviewer", _("plan reviewer")
    RESEARCHER = "researcher", _("researcher")
    FINANCE = "finance", _("finance")
    DONOR = "donor", _("donor")


# Everybody but a donor sees other people's data and so needs a second factor.
NEEDS_SECOND_FACTOR = frozenset(Role.values) - {Role.DONOR}
# These work in the back office.
OPENS_BACK_OFFICE = frozenset(
    {Role.PROGRAM_STAFF, Role.INTERVIEWER, Role.PLAN_REVIEWER, Role.RESEARCHER, Role.FINANCE}
)


def ensure_roles(**_kwargs: object) -> None:
    """Create the groups that are missing. Runs after every migrate, since transactional tests flush them."""
    from django.contrib.auth.models import Group

    existing = set(Group.objects.filter(name__in=Role.values).values_list("name", flat=True))
    Group.objects.bulk_create(Group(name=name) for name in Role.values if name not in existing)
