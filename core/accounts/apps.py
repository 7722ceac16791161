from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import ensure_roles


class AccountsConfig(AppConfig):
    name = "core.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from core.accounts import signals  # noqa: F401 - its receivers are connected by reading it

        post_migrate.connect(ensure_roles, sender=self)
