from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterviewsConfig(AppConfig):
    name = "interviews"
    verbose_name = _("Calls and talks")

    def ready(self) -> None:
        from interviews import (  # noqa: F401
            attendance,
            calendar,
            chapters,
            coming,
            handover,
            moving,
            panels,
            pauses,
            queues,
            reasons,
            reviews,
            steps,
        )
