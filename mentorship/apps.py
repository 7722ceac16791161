from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = _("Mentorship")

    def ready(self) -> None:
        from mentorship import (  # noqa: F401
            calendar,
            chapters,
            handover,
            moving,
            panels,
            pauses,
            queues,
            session_messages,
            steps,
        )
