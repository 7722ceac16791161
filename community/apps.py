from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = _("Community")

    def ready(self) -> None:
        from community import moving, panels, queues, slack, slack_calls, steps  # noqa: F401
        from community.library import ship_library

        post_migrate.connect(ship_library, sender=self)
