"""As whom production connects to its database."""

from collections.abc import Sequence

from runforsomething.settings.declared import given

# Only these change or replace tables; everything else runs as a role that owns none of them.
COMMANDS_OF_THE_OWNER = ("migrate", "restore")


def database_address(arguments: Sequence[str]) -> str:
    """Return MIGRATION_DATABASE_URL where `arguments` (as in `sys.argv`) run an owner's command, else DATABASE_URL."""
    as_owner = len(arguments) > 1 and arguments[1] in COMMANDS_OF_THE_OWNER
    address = as_owner and given("MIGRATION_DATABASE_URL")
    return str(address or given("DATABASE_URL"))
