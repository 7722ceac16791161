from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CommunityConfig(AppConfig):
    name = "community"

    def ready(self) -> None:
        from community import moving, panels, queues, slack, steps  # noqa: F401
        from community.library import ship_library

        post_migrate.connect(ship_library, sender=self)
