"""The fixed vocabularies of offices, elections, contests and costs, with the groups that rules speak of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """What kind of office it is, from the Union down to the parents' association (DESIGN §2)."""

    FEDERAL = "federal", _("Federal")
    STATEWIDE = "statewide", _("Statewide")
    STATE_SENATE = "state_senate", _("State senate")
    STATE_HOUSE = "state_house", _("State house")
    COUNTY = "county", _("County")
    MAYOR = "mayor", _("Mayor")
    CITY_COUNCIL = "city_council", _("City or town council")
    SCHOOL_BOARD = "school_board", _("School board")
    JUDICIAL = "judicial", _("Judicial")
    LOCAL_OTHER = "local_other", _("Other local office")
    PTA = "pta", _("Parent-teacher association")


# The most local first: nearest to somebody who has never run.
LISTING_ORDER = (
    Level.SCHOOL_BOARD,
    Level.CITY_COUNCIL,
    Level.MAYOR,
    Level.LOCAL_OTHER,
    Level.COUNTY,
    Level.JUDICIAL,
    Level.STATE_HOUSE,
    Level.STATE_SENATE,
    Level.PTA,
    Level.STATEWIDE,
    Level.FEDERAL,
)
LEGISLATURE = frozenset({Level.STATE_SENATE, Level.STATE_HOUSE})
OUT_OF_SCOPE = frozenset({Level.FEDERAL, Level.STATEWIDE})
# R3: everything but federal and statewide is of interest; a PTA has no public ballot, so it cannot be funded.
DOWN_BALLOT = frozenset(Level) - OUT_OF_SCOPE
FUNDABLE = DOWN_BALLOT - {Level.PTA}


class ElectionKind(models.TextChoices):
    PRIMARY = "primary", _("primary")
    GENERAL = "general", _("general")
    RUNOFF = "runoff", _("runoff")
    SPECIAL = "special", _("special")


class Party(models.TextChoices):
    """The parties of the sources, coded as they are there; blank elsewhere means unknown or non-partisan."""

    DEMOCRATIC = "D", _("Democratic")
    REPUBLICAN = "R", _("Republican")
    BOTH = "D/R", _("Democratic and Republican")
    OTHER = "O", _("other or none")


class ContestSource(models.TextChoices):
    """Where a past contest is recorded, the one to believe first named first (DESIGN §11)."""

    OPENELECTIONS = "openelections", _("OpenElections")
    MEDSL = "medsl", _("MIT Election Data and Science Lab")
    PRINCETON = "princeton", _("Princeton, Klarner and Ballotpedia")
    OWN = "own", _("official returns, read by our team")


class HolderSource(models.TextChoices):
    OPENSTATES = "openstates", _("Open States")
    STAFF = "staff", _("Staff")


class FigureKind(models.TextChoices):
    """What a cost figure measures; only the same kinds may be averaged together."""

    MEAN_OF_CANDIDATES = "mean_of_candidates", _("mean of the candidates")
    ONE_WINNER = "one_winner", _("what one winner spent")
    SURVEY_BOUND = "survey_bound", _("a bound from a survey")


class FactKind(models.TextChoices):
    """What people find out about an office. Corrections of what an import says are facts, too."""

    FILING_OPENS = "filing_opens", _("filing opens on")
    FILING_CLOSES = "filing_closes", _("filing closes on")
    MINIMUM_AGE = "minimum_age", _("minimum age on election day")
    RESIDENCY = "residency", _("residency")
    SIGNATURES = "signatures", _("signatures")
    FEE = "fee", _("filing fee in US dollars")
    PAY = "pay", _("pay")
    SEATS = "seats", _("seats")
    TERM_YEARS = "term_years", _("term in years")
    HOLDER = "holder", _("who holds it")
    DUTIES = "duties", _("what the office decides")
    NAME = "name", _("name of the office")
    TITLE = "title", _("title of the holder")
    TIME_ZONE = "time_zone", _("time zone")


# A filing window belongs to an election; everything else to the office.
OF_AN_ELECTION = frozenset({FactKind.FILING_OPENS, FactKind.FILING_CLOSES})
# Also columns of the office, which an import writes: what people confirmed wins, and both are kept.
IMPORTED = frozenset(
    {
        FactKind.MINIMUM_AGE,
        FactKind.SEATS,
        FactKind.TERM_YEARS,
        FactKind.NAME,
        FactKind.TITLE,
        FactKind.TIME_ZONE,
    }
)
# What somebody who thinks of running has to know, the most urgent first.
NEEDED = (
    FactKind.FILING_CLOSES,
    FactKind.SIGNATURES,
    FactKind.FEE,
    FactKind.RESIDENCY,
    FactKind.MINIMUM_AGE,
    FactKind.PAY,
)


class FactOrigin(models.TextChoices):
    STAFF = "staff", _("found out by our team")
    PERSON = "person", _("told by a candidate")
    IMPORT = "import", _("from an open data file")


class FactStatus(models.TextChoices):
    TOLD = "told", _("to be checked")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("not confirmed")


class WantedKind(models.TextChoices):
    """What people look for and we hold no list of."""

    TOWNSHIP = "township", _("Township, village or borough")
    LIBRARY = "library", _("Library board")
    JUDGE = "judge", _("Judge or justice of the peace")
    DISTRICT = "district", _("Water, fire, park or other special district")
    ROW_OFFICE = "row_office", _("Sheriff, clerk, treasurer or another county office")
    TERRITORY = "territory", _("An office in a territory")
    PLACE = "place", _("A place that we do not list")
    OTHER = "other", _("Something else")
