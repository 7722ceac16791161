"""What an office decides, in plain words, where nobody has written something better for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from offices.enums import Level

BY_KIND: dict[str, Any] = {
    "township_board": _(
        "Decides on the township’s budget, roads, halls and parks, and often on help for people in need."
    ),
}
BY_LEVEL: dict[str, Any] = {
    Level.SCHOOL_BOARD: _(
        "Decides on the schools’ budget, hires the superintendent, and sets what is taught, bought and built."
    ),
    Level.CITY_COUNCIL: _(
        "Decides on the city’s budget and laws: streets, housing, policing, parks, water, what may be built where."
    ),
    Level.MAYOR: _(
        "Leads the city’s work or its council’s meetings, proposes the budget, and speaks for the place."
    ),
    Level.COUNTY: _(
        "Decides on the county’s budget: roads, courts and jail, health, elections, and land outside the cities."
    ),
    Level.STATE_HOUSE: _(
        "Makes the state’s laws and budget: schools, health care, voting, wages, what cities may do."
    ),
    Level.STATE_SENATE: _(
        "Makes the state’s laws and budget, and confirms whom the governor appoints to many offices."
    ),
    Level.JUDICIAL: _("Decides cases: disputes, families, crimes. Being a lawyer is often required."),
    Level.LOCAL_OTHER: _("Decides on the money and the rules of one local body."),
    Level.PTA: _("Speaks for parents at a school. It is not elected on a public ballot."),
}


def duties_of(kind: str, level: str) -> str:
    """Return one sentence; empty for what is out of our scope."""
    return str(BY_KIND.get(kind) or BY_LEVEL.get(level, ""))
