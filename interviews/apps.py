from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        from interviews import (  # noqa: F401
            chapters,
            coming,
            handover,
            intro_calls,
            moving,
            panels,
            pauses,
            queues,
            reasons,
            reviews,
            steps,
        )
