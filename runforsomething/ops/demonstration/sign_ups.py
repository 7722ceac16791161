"""What somebody typed into the form."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from candidates.enums import HeardFrom, RunningWhen, Topic
from offices.enums import Level
from runforsomething.ops.demonstration import people
from runforsomething.ops.demonstration.ground import Ground, Home, OfficeFact
from runforsomething.ops.demonstration.histories import Destiny, Person

SOURCES = [HeardFrom.SOCIAL_MEDIA, HeardFrom.WORD_OF_MOUTH, HeardFrom.NEWS_STORY, HeardFrom.ONLINE_AD]
SOURCES += [HeardFrom.EVENT, HeardFrom.OTHER]
HEARD_FROM, HEARD_FROM_WEIGHTS = [source.value for source in SOURCES], [34, 24, 20, 12, 4, 6]
RUNNING_WHEN, RUNNING_WHEN_WEIGHTS = RunningWhen.values, [22, 31, 19, 28]
TOPICS = Topic.values
LEVELS: list[tuple[str, ...]] = [
    (Level.CITY_COUNCIL.value,),
    (Level.SCHOOL_BOARD.value,),
    (Level.STATE_HOUSE.value, Level.STATE_SENATE.value),
    (Level.COUNTY.value,),
    (Level.MAYOR.value,),
]
LEVEL_WEIGHTS = [34, 22, 26, 10, 8]
EXPLORING, SPANISH, OVER_THE_LIMIT, PHONE, RAN_BEFORE = 0.42, 0.04, 0.05, 0.6, 0.07
# Such numbers are kept for fiction: (201) 555-0100 to 555-0199.
FICTION = "+1201555{:04}"


def sign_up(
    number: int,
    destiny: Destiny,
    home: Home,
    race: OfficeFact | None,
    *,
    at: datetime,
    ground: Ground,
    random: Random,
) -> Person:
    """Return the person as signed up. `race` is the office that somebody with a race in mind named."""
    first, last = people.name(random) if number else people.OWN_NAME
    offices = (race,) if race else _offices(home, ground, random)
    phone = FICTION.format(random.randrange(100, 200)) if random.random() < PHONE else ""
    born = _born(at.date(), race, random)
    filed = at.date() - timedelta(days=random.randint(6, 40)) if destiny == Destiny.FILED_BEFORE else None
    address = people.address(number)
    payload = {
        "first_name": first,
        "last_name": last,
        "email": address,
        "postal_code": home.zip_code,
        "offices": [office.public_id for office in offices],
        "exploring": not offices,
        "running_when": random.choices(RUNNING_WHEN, RUNNING_WHEN_WEIGHTS)[0],
        "filed_on": filed.isoformat() if filed else None,
        "ran_before": random.random() < RAN_BEFORE,
        "date_of_birth": born.isoformat(),
        "topics": random.sample(TOPICS, 2),
        "heard_from": random.choices(HEARD_FROM, HEARD_FROM_WEIGHTS)[0],
        "phone": phone,
        "values": True,
        "consent": True,
        "text_consent": bool(phone) and random.random() < 0.7,
        "time_zone": home.time_zone,
        "utm": {},
    }
    language = "es" if random.random() < SPANISH else "en"
    key = str(UUID(int=random.getrandbits(128), version=4))
    return Person(number, destiny, address, language, home, key, payload, at, offices)


def _offices(home: Home, ground: Ground, random: Random) -> tuple[OfficeFact, ...]:
    if random.random() < EXPLORING:
        return ()
    return (ground.office(home, random.choices(LEVELS, LEVEL_WEIGHTS)[0], random),)


def _born(today: date, race: OfficeFact | None, random: Random) -> date:
    """Most are under the age limit of R1, which never blocks a sign-up; whoever gets to a ballot here is."""
    if race is None and random.random() < OVER_THE_LIMIT:
        years = random.randint(36, 60)
    else:
        years = random.randint(max(22, ((race and race.minimum_age) or 0) + 1), 32)
    return today - timedelta(days=years * 365 + random.randrange(365))
