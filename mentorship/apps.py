from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"

    def ready(self) -> None:
        from mentorship import chapters, handover, moving, panels, pauses, queues, steps  # noqa: F401
