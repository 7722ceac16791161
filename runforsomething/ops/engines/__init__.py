"""Real PostgreSQL and Redis on one machine with nothing installed.

Nothing here imports Django: the settings ask this package for addresses, and the tests start engines
before any settings are read.
"""

from runforsomething.ops.engines.addresses import addresses
from runforsomething.ops.engines.errors import AlreadyRunning, EngineError
from runforsomething.ops.engines.pair import Engines

__all__ = ["AlreadyRunning", "EngineError", "Engines", "addresses"]
