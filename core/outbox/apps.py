from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "core.outbox"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from core.outbox import queues  # noqa: F401 - it registers itself

        autodiscover_modules("messages", "reminders", "samples")
