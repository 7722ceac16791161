from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "core.privacy"

    def ready(self) -> None:
        from core.privacy import queues

        queues.register()

        autodiscover_modules("personal")
