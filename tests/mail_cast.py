"""People and places that messages are about, so that each reads as a real one."""

from datetime import UTC, datetime, timedelta

from candidates.enums import Stage
from core.accounts.models import User
from core.accounts.roles import Role
from offices.models import ZipDivision
from tests.factories.offices import DivisionFactory, OfficeFactory, ZipCodeFactory
from tests.factories.people import make_candidate, make_user

# A Tuesday, 9:30 in Chicago.
NOW = datetime(2026, 6, 2, 14, 30, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OFFICE = "Austin Independent School District Board of Trustees, Place 4"


class Cast:
    """Everybody and everything that the messages are about."""

    def __init__(self, language: str) -> None:
        home = ZipCodeFactory(code="78701", place_name="Austin")
        self.language = language
        self.ann = self.person("Annabel", "Quokka")
        self.early = self.person("Juan Carlos", "Montaña")
        self.staff = self.person("Sasha", "Birdwhistell", Role.PROGRAM_STAFF)
        self.volunteer = self.person("Ignatius", "Featherstonehaugh", Role.INTERVIEWER)
        self.helper = self.person("Marisol", "Ybarra", Role.MENTOR)
        self.donor = self.person("Dolores", "Vandermeer", Role.DONOR)
        self.candidate = make_candidate(now=NOW, user=self.ann, stage=Stage.COMMITTED, phone="+15125550147")
        self.newcomer = make_candidate(now=NOW, user=self.early)
        place = DivisionFactory(
            name="Austin ISD", ocd_id="ocd-division/country:us/state:tx/school_district:austin"
        )
        ZipDivision.objects.create(zip_code=home, division=place)
        self.office = OfficeFactory(division=place, name=OFFICE, level="school_board", kind="school_board")

    def person(self, first: str, last: str, *roles: str) -> User:
        mail = f"{first.split()[0].lower()}.{last.lower().replace('ñ', 'n')}@example.org"
        return make_user(*roles, first_name=first, last_name=last, email=mail, language=self.language)
