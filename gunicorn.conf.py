"""What every gunicorn of this project shares; the command line overrides it."""

import os
import shutil
import tempfile
from typing import Any

from runforsomething.ops.logs import logging_settings
from runforsomething.settings.declared import given

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "runforsomething.settings.production")
# The web processes of one server count together, and with the workers where both are given the same folder.
_own_folder = ""
if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    _own_folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="rfs-metrics-")
try:
    _level = given("LOG_LEVEL")
except ValueError:
    _level = "INFO"  # the workers refuse it, together with every other fault

worker_class = "gthread"
workers = 2
threads = 4
keepalive = 5
graceful_timeout = 8
control_socket_disable = True
logconfig_dict = logging_settings(
    as_json=os.environ["DJANGO_SETTINGS_MODULE"].endswith("production"), level=_level
)


def on_exit(server: Any) -> None:
    """Leave no folder behind that nobody reads."""
    if _own_folder:
        shutil.rmtree(_own_folder, ignore_errors=True)
