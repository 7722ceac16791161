from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        from candidates import (  # noqa: F401
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
