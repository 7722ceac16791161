from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"

    def ready(self) -> None:
        from mentorship import chapters, moving, panels, pauses, queues, steps  # noqa: F401
