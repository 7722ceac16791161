"""How much of it: a small form within `make test`, the full size by `make faults`."""

import os

FULL = os.environ.get("FAULTS") == "full"
# A race is lost by chance more often than not: the full size runs it again and again.
ROUNDS = 20 if FULL else 2
