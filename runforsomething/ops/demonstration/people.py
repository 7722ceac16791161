"""Plausible names that belong to nobody, and the people who work for the demonstration."""

from dataclasses import dataclass
from random import Random

from core.accounts.roles import Role


def _names(text: str) -> list[str]:
    return text.split()


FIRST = _names(
    """
    Amara Ben Carla Devon Elif Farid Grace Hana Idris Jolene Kofi Lucia Mateo Nadia Omar Priya Quinn
    Rosa Sami Tess Uma Viktor Wren Ximena Yusuf Zoe Anouk Boris Celia Dario Esme Felipe Greta Hugo Ines
    Jamal Kira Luis Maya Nils Orla Paulo Rania Stella Tomas Una Vera Wanda Xavi Yara
    """
)
LAST = _names(
    """
    Abernal Brookvale Castellon Dunmarsh Eastley Fenwright Garrowby Hollinde Iversand Jarrowell
    Kestermont Lindqual Marchetto Norwynn Oakhaven Penrowe Quillory Ravensby Solanter Thornbeck
    Underlyn Vossmere Whitlock Yarrowen Zelmark Alderquist Birchmoor Calloweth Draymond Elverton
    Fairbourne Glimmerson Hartquell Inglemere Juniperro Kelmscote Larkendale Mosswick Nettleburn
    Ostermark Pellingar Rushbrooke Silverane Tamarell Umberleigh Valdenor Wexcombe Yewbarrow Zanderly
    Ashgrove
    """
)

OWN_NAME = ("Casey", "Lindqual")
OWN_ADDRESS = "candidate@example.org"


def name(random: Random) -> tuple[str, str]:
    return random.choice(FIRST), random.choice(LAST)


def address(number: int) -> str:
    """Return the address of the sign-up with this number; the first one is the demonstration's candidate."""
    return f"person{number}@example.org" if number else OWN_ADDRESS


@dataclass(frozen=True)
class Worker:
    """Somebody who works for the demonstration; `role` None is the demonstration's candidate."""

    address: str
    first_name: str
    last_name: str
    role: str | None
    time_zone: str = "America/Chicago"


WORKERS = [
    Worker("staff@example.org", "Sasha", "Penrowe", Role.PROGRAM_STAFF),
    Worker("interviewer@example.org", "Imani", "Thornbeck", Role.INTERVIEWER),
    Worker("mentor@example.org", "Marlon", "Ravensby", Role.MENTOR),
    Worker("reviewer@example.org", "Rhea", "Solanter", Role.PLAN_REVIEWER),
    Worker("reviewer2@example.org", "Ruben", "Oakhaven", Role.PLAN_REVIEWER),
    Worker("researcher@example.org", "Ravi", "Quillory", Role.RESEARCHER),
    Worker("finance@example.org", "Fiona", "Dunmarsh", Role.FINANCE),
    Worker("finance2@example.org", "Felix", "Garrowby", Role.FINANCE),
    Worker("donor@example.org", "Dolores", "Whitlock", Role.DONOR, "America/New_York"),
    Worker(OWN_ADDRESS, *OWN_NAME, None),
]
