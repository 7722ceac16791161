"""Who looks after which state in the demonstration: the regions of the census, shared out among program staff."""

from datetime import date
from itertools import cycle

from candidates.models import Ownership, Region, RegionState
from core.accounts.models import User
from core.accounts.roles import Role

# https://www2.census.gov/geo/pdfs/maps-data/maps/reference/us_regdiv.pdf; the territories are nobody's.
REGIONS = {
    "Northeast": "CT ME MA NH NJ NY PA RI VT",
    "Midwest": "IL IN IA KS MI MN MO NE ND OH SD WI",
    "South": "AL AR DE DC FL GA KY LA MD MS NC OK SC TN TX VA WV",
    "West": "AK AZ CA CO HI ID MT NV NM OR UT WA WY",
}


def share_out_states(*, since: date) -> None:
    """Give each region an owner, in turn among the program staff of the demonstration."""
    staff = list(User.objects.filter(is_demonstration=True, groups__name=Role.PROGRAM_STAFF).order_by("pk"))
    for (name, states), owner in zip(REGIONS.items(), cycle(staff), strict=False):
        region = Region.objects.create(name=name)
        RegionState.objects.bulk_create(RegionState(region=region, state=state) for state in states.split())
        Ownership.objects.create(region=region, owner=owner, first_day=since)
