"""The ASGI entry point, for hosts that want one."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runforsomething.settings.production")

application = get_asgi_application()

from runforsomething.ops.checks import refuse_demonstration  # noqa: E402 - its models need the application first

refuse_demonstration()
