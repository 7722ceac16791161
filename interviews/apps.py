from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        from interviews import chapters, intro_calls, moving, pauses, queues, reviews, steps  # noqa: F401
