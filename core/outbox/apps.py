from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "core.outbox"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from core.outbox import queues, texts  # noqa: F401 - they register themselves

        autodiscover_modules("messages", "reminders", "samples")
