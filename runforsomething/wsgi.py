"""The WSGI entry point that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runforsomething.settings.production")

application = get_wsgi_application()

from runforsomething.ops.checks import refuse_demonstration  # noqa: E402 - its models need the application first

refuse_demonstration()
