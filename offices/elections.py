"""Elections and races are made when somebody first names them."""

from datetime import date

from offices.enums import ElectionKind
from offices.models import Election, Office, Race


def election_on(day: date, *, state: str, kind: str = ElectionKind.GENERAL, name: str = "") -> Election:
    """Return the election of `state` on `day`, made if nobody named it before."""
    election, _is_new = Election.objects.get_or_create(state=state, date=day, kind=kind, name=name)
    return election


def race_at(office: Office, election: Election) -> Race:
    """Return the race for `office` at `election`, made if nobody named it before."""
    race, _is_new = Race.objects.get_or_create(office=office, election=election)
    return race
