from django.db import models
from django.utils.translation import gettext_lazy as _


class MentorshipStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")
    REFUSED = "refused", _("not this one")
    ENDED = "ended", _("ended")


LIVE = (MentorshipStatus.PROPOSED, MentorshipStatus.ACTIVE)
