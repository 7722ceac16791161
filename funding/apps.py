from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        from funding import chapters, moving, panels, pauses, queues, reasons, steps  # noqa: F401
