"""The states, the District and the territories, by name."""

import us

STATES = sorted(
    [*((state.abbr, state.name) for state in us.STATES_AND_TERRITORIES), ("DC", "District of Columbia")],
    key=lambda state: state[1],
)
CODES = frozenset(code for code, _name in STATES)
