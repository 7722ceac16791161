from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class OpsConfig(AppConfig):
    name = "runforsomething.ops"

    def ready(self) -> None:
        from django.conf import settings

        from runforsomething.ops import metrics, request_log  # noqa: F401 - they listen to signals
        from runforsomething.ops.sight import start_reporting

        start_reporting(settings.SENTRY_DSN)


class StaffAdminConfig(AdminConfig):
    """Put our own back office in the place of Django's."""

    default_site = "runforsomething.ops.site.StaffAdminSite"
