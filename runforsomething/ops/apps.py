from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class OpsConfig(AppConfig):
    name = "runforsomething.ops"


class StaffAdminConfig(AdminConfig):
    """Put our own back office in the place of Django's."""

    default_site = "runforsomething.ops.site.StaffAdminSite"
