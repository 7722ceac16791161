"""Factories for places, offices, elections, races and costs."""

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from offices.enums import (
    ContestSource,
    ElectionKind,
    FactKind,
    FactOrigin,
    FactStatus,
    FigureKind,
    HolderSource,
    Level,
)
from offices.models import (
    Contest,
    CostObservation,
    Division,
    Election,
    Fact,
    Holder,
    Office,
    Race,
    ZipCode,
)


class DivisionFactory(DjangoModelFactory):
    class Meta:
        model = Division
        django_get_or_create = ("ocd_id",)

    ocd_id = factory.Sequence(lambda n: f"ocd-division/country:us/state:tx/place:testville_{n}")
    name = factory.Sequence(lambda n: f"Testville {n}")
    kind = "place"
    state = "TX"


class ZipCodeFactory(DjangoModelFactory):
    class Meta:
        model = ZipCode

    code = factory.Sequence(lambda n: f"{70000 + n:05d}")
    place_name = "Testville"
    state = "TX"
    time_zone = "America/Chicago"


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    division = factory.SubFactory(DivisionFactory)
    kind = "council"
    level = Level.CITY_COUNCIL
    name = factory.LazyAttribute(lambda office: f"{office.division.name} City Council")
    title = "Council member"
    state = factory.SelfAttribute("division.state")
    time_zone = "America/Chicago"


class ElectionFactory(DjangoModelFactory):
    class Meta:
        model = Election
        django_get_or_create = ("state", "date", "kind", "name")

    date = datetime.date(2026, 11, 3)
    kind = ElectionKind.GENERAL
    state = "TX"
    name = ""


class RaceFactory(DjangoModelFactory):
    class Meta:
        model = Race

    office = factory.SubFactory(OfficeFactory)
    election = factory.SubFactory(ElectionFactory, state=factory.SelfAttribute("..office.state"))


class CostObservationFactory(DjangoModelFactory):
    class Meta:
        model = CostObservation

    office = factory.SubFactory(OfficeFactory)
    cycle = 2024
    figure_kind = FigureKind.MEAN_OF_CANDIDATES
    amount = Decimal("1000.00")
    n = 4
    source = "County clerk, campaign finance reports"
    licence = "public record"


class ContestFactory(DjangoModelFactory):
    class Meta:
        model = Contest

    source = ContestSource.MEDSL
    source_key = factory.Sequence(lambda n: f"2016|TX|test|{n}")
    office = factory.SubFactory(OfficeFactory)
    state = factory.SelfAttribute("office.state")
    level = factory.SelfAttribute("office.level")
    office_name = factory.SelfAttribute("office.name")
    year = 2016


class HolderFactory(DjangoModelFactory):
    class Meta:
        model = Holder

    office = factory.SubFactory(OfficeFactory)
    name = "Invented Holder"
    as_of = datetime.date(2026, 8, 5)
    source = HolderSource.OPENSTATES
    source_key = factory.Sequence(lambda n: f"holder-{n}")


class FactFactory(DjangoModelFactory):
    class Meta:
        model = Fact

    office = factory.SubFactory(OfficeFactory)
    kind = FactKind.FEE
    value = "150.00"
    source = "County clerk’s page on filing"
    checked_on = datetime.date(2026, 5, 1)
    origin = FactOrigin.STAFF
    status = FactStatus.CONFIRMED
