from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class OpsConfig(AppConfig):
    name = "runforsomething.ops"

    def ready(self) -> None:
        from django.conf import settings

        from runforsomething.ops import checks, erasures, metrics, request_log  # noqa: F401 - they register themselves
        from runforsomething.ops.grants import grant_to_application
        from runforsomething.ops.sight import start_reporting
        from runforsomething.ops.squashed import refuse_half_done

        start_reporting(settings.SENTRY_DSN)
        # Not by this app: it has no tables, and so migrate does not call upon it.
        pre_migrate.connect(refuse_half_done, sender=apps.get_app_config("accounts"))
        post_migrate.connect(grant_to_application, sender=apps.get_app_config("accounts"))


class StaffAdminConfig(AdminConfig):
    """Put our own back office in the place of Django's."""

    default_site = "runforsomething.ops.site.StaffAdminSite"
