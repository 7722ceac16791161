"""The states, the District and the territories, by name."""

import us

# The District is among the package's states or not, by an environment variable of its own.
NAMES = {state.abbr: state.name for state in us.STATES_AND_TERRITORIES} | {"DC": "District of Columbia"}
STATES = sorted(NAMES.items(), key=lambda state: state[1])
CODES = frozenset(NAMES)
