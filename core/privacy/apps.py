from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "core.privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        from core.privacy import handover, queues  # noqa: F401

        queues.register()

        autodiscover_modules("personal")
