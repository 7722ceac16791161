from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "offices"

    def ready(self) -> None:
        from offices import messages, queues  # noqa: F401 - they register themselves
