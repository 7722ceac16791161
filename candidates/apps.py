from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        from candidates import chapters, handover, interests, moving, pauses, queues, steps  # noqa: F401
