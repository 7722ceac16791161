from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Candidates")

    def ready(self) -> None:
        from candidates import (  # noqa: F401
            calendar,
            chapters,
            handover,
            interests,
            moving,
            outside_steps,
            own_panels,
            pauses,
            queues,
            steps,
        )
