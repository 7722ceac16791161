from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"

    def ready(self) -> None:
        from funding import chapters, moving, pauses, queues, steps  # noqa: F401
