"""What is made once, when the image is built: message catalogues and static files. It asks no service.

python -m runforsomething.ops.image
"""

import os
import sys
from pathlib import Path

from runforsomething.ops.check import PRODUCTION
from runforsomething.ops.messages import compile_catalogues

# Production's settings are read, since they say how static files are named; nothing of this is left in the image.
NOBODY = {"DATABASE_URL": "postgres://nobody@nowhere/nothing", "REDIS_URL": "redis://nowhere"}


def main() -> int:
    """Make them in the current folder; return 1, having said why, if that cannot be."""
    os.environ.update(PRODUCTION | NOBODY)
    if faults := compile_catalogues(Path("locale")):
        sys.stderr.write("\n".join(faults) + "\n")
        return 1
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
