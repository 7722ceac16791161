from django.apps import AppConfig
from django.db.models.signals import post_migrate

from core.accounts.roles import ensure_roles


class AccountsConfig(AppConfig):
    name = "core.accounts"

    def ready(self) -> None:
        post_migrate.connect(ensure_roles, sender=self)
