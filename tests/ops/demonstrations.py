"""A small country to demonstrate in, and a plan of what happens there."""

from dataclasses import replace
from datetime import UTC, datetime

from funding.policy import current_policy
from offices.enums import Level
from offices.models import Division, ZipCode, ZipDivision
from runforsomething.ops.demonstration.ground import Ground
from runforsomething.ops.demonstration.plan import Plan
from tests.factories.offices import DivisionFactory, OfficeFactory, ZipCodeFactory

UNTIL = datetime(2026, 3, 2, 15, tzinfo=UTC)
SEED = 2017
ZIPS = {"TX": "78701", "CA": "94110", "NY": "11201", "WI": "53703", "GA": "30303", "DC": "20001"}
ZONES = {
    "CA": "America/Los_Angeles",
    "NY": "America/New_York",
    "GA": "America/New_York",
    "DC": "America/New_York",
}
KINDS = {
    Level.CITY_COUNCIL: "council",
    Level.MAYOR: "mayor",
    Level.COUNTY: "county_board",
    Level.SCHOOL_BOARD: "school_board",
    Level.STATE_HOUSE: "house",
    Level.STATE_SENATE: "senate",
}


def small_country() -> None:
    """Six states with a ZIP code and an office of each kind."""
    for state, code in ZIPS.items():
        zone = ZONES.get(state, "America/Chicago")
        place: Division = DivisionFactory(
            ocd_id=f"ocd-division/country:us/state:{state.lower()}", state=state
        )
        home: ZipCode = ZipCodeFactory(code=code, state=state, time_zone=zone)
        ZipDivision.objects.create(zip_code=home, division=place)
        for level, kind in KINDS.items():
            OfficeFactory(division=place, level=level, kind=kind, name=f"{state} {level}", time_zone=zone)


def plan_of(candidates: int, *, seed: int = SEED, until: datetime = UNTIL) -> Plan:
    return Plan.of(candidates, seed=seed, until=until, ground=Ground.load(), policy=current_policy())


def crowded_ballot(candidates: int) -> Plan:
    """A plan in which so many reach a ballot that every fate of an application is among theirs."""
    plan = plan_of(candidates)
    plan.numbers = replace(
        plan.numbers,
        filed_before=8,
        on_ballot=16,
        racing=20,
        open_early=6,
        paid_early=1,
        awarded_early=2,
        applied_early=4,
        paid=5,
        awarded=6,
        to_approve=1,
        to_score=2,
        applied=12,
    )
    return plan
