"""Ask this machine's own web server whether it is ready, as a container's health check: ends with 0 if it is.

python -m runforsomething.ops.probe 8000
"""

import http.client
import os
import sys
from contextlib import closing

SECONDS = 4


def is_ready(port: int) -> bool:
    """Return whether `/readyz` answers 200 to a host name that the site answers to."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
        try:
            connection.request("GET", "/readyz", headers={"Host": host})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False


if __name__ == "__main__":
    sys.exit(not is_ready(int(sys.argv[1])))
