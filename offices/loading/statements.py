"""The SQL of an import: for each table a temporary one to copy into, and the statements that merge it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Merge:
    """`overwriting` corrects known rows where they differ, and only there; `keeping` leaves them alone."""

    table: str
    columns: str
    overwriting: tuple[str, ...]
    keeping: tuple[str, ...] = ()

    @property
    def create(self) -> str:
        return f"CREATE TEMPORARY TABLE {self.table} ({self.columns}) ON COMMIT DROP"

    @property
    def copy(self) -> str:
        return f"COPY {self.table} FROM STDIN"

    @property
    def analyze(self) -> str:
        return f"ANALYZE {self.table}"

    @property
    def drop(self) -> str:
        return f"DROP TABLE {self.table}"


INSERT_DIVISIONS = """
INSERT INTO offices_division AS known (ocd_id, name, kind, state, census_geoid)
SELECT ocd_id, name, kind, state, census_geoid FROM new_division
ON CONFLICT (ocd_id) DO """
DIVISIONS = Merge(
    "new_division",
    "ocd_id text, name text, kind text, state text, census_geoid text",
    overwriting=(
        # A place that was known by its postal name only until now: its offices may turn out not to exist.
        """
        CREATE TEMPORARY TABLE was_postal ON COMMIT DROP AS
        SELECT known.id, known.kind FROM offices_division known WHERE known.kind = 'postal_place'
        """,
        INSERT_DIVISIONS
        + """UPDATE SET
            name = excluded.name, kind = excluded.kind, state = excluded.state,
            census_geoid = excluded.census_geoid
        WHERE (known.name, known.kind, known.state, known.census_geoid)
            IS DISTINCT FROM (excluded.name, excluded.kind, excluded.state, excluded.census_geoid)""",
        "ANALYZE was_postal",
        "ANALYZE offices_division",
    ),
    keeping=(INSERT_DIVISIONS + "NOTHING",),
)

ZIP_CODES = Merge(
    "new_zip",
    "code text, place_name text, state text, latitude numeric(8,5), longitude numeric(8,5), time_zone text",
    overwriting=(
        """
        INSERT INTO offices_zipcode AS known (code, place_name, state, latitude, longitude, time_zone)
        SELECT code, place_name, state, latitude, longitude, time_zone FROM new_zip
        ON CONFLICT (code) DO UPDATE SET
            place_name = excluded.place_name, state = excluded.state, latitude = excluded.latitude,
            longitude = excluded.longitude, time_zone = excluded.time_zone
        WHERE (known.place_name, known.state, known.latitude, known.longitude, known.time_zone)
            IS DISTINCT FROM
            (excluded.place_name, excluded.state, excluded.latitude, excluded.longitude, excluded.time_zone)
        """,
    ),
)

ZIP_DIVISIONS = Merge(
    "new_link",
    "zip_code text, ocd_id text",
    overwriting=(
        """
        CREATE TEMPORARY TABLE wanted_link ON COMMIT DROP AS
        SELECT zip_code, division.id AS division_id
        FROM new_link JOIN offices_division division USING (ocd_id)
        """,
        "ANALYZE wanted_link",
        """
        DELETE FROM offices_zipdivision known WHERE NOT EXISTS (
            SELECT FROM wanted_link WHERE zip_code = known.zip_code AND division_id = known.division_id
        )
        """,
        """
        INSERT INTO offices_zipdivision (zip_code, division_id) SELECT zip_code, division_id FROM wanted_link
        ON CONFLICT (zip_code, division_id) DO NOTHING
        """,
        "DROP TABLE wanted_link",
    ),
)

# Columns of an office that people correct (`offices.enums.IMPORTED`) and that an import writes.
CORRECTED = {
    "name": "text",
    "title": "text",
    "time_zone": "text",
    "seats": "smallint",
    "term_years": "smallint",
}
FIND_CORRECTIONS = """
CREATE TEMPORARY TABLE correction ON COMMIT DROP AS
SELECT DISTINCT ON (office.id, fact.kind) office.id AS office_id, ocd_id, office.kind AS office_kind, seat,
    fact.kind, fact.value
FROM offices_fact fact JOIN offices_office office ON office.id = fact.office_id
JOIN offices_division division ON division.id = office.division_id
WHERE fact.status = 'confirmed' AND fact.origin <> 'import'
ORDER BY office.id, fact.kind, fact.checked_on DESC, fact.id DESC
"""
# What the import says beside a correction is kept as a fact of its own, once for each new value.
KEEP_WHAT_THE_IMPORT_SAYS = """
INSERT INTO offices_fact (public_id, office_id, kind, value, source, source_url, checked_on, origin, status,
    refused_because, created_at)
SELECT gen_random_uuid(), office_id, correction.kind, said.value, 'open data files, see the credits', '',
    CURRENT_DATE, 'import', 'confirmed', '', CURRENT_TIMESTAMP
FROM correction JOIN new_office staged
    ON (staged.ocd_id, staged.kind, staged.seat) = (correction.ocd_id, correction.office_kind, correction.seat)
CROSS JOIN LATERAL (VALUES (CASE correction.kind
    WHEN 'name' THEN staged.name WHEN 'title' THEN title WHEN 'time_zone' THEN time_zone
    WHEN 'seats' THEN seats::text WHEN 'term_years' THEN term_years::text END)) AS said (value)
WHERE said.value <> '' AND said.value <> correction.value AND NOT EXISTS (
    SELECT FROM offices_fact known WHERE known.office_id = correction.office_id
        AND known.kind = correction.kind AND known.origin = 'import' AND known.value = said.value
)
ON CONFLICT DO NOTHING
"""
APPLY_CORRECTIONS = tuple(
    f"""
    UPDATE new_office staged SET {column} = correction.value::{kind} FROM correction
    WHERE correction.kind = '{column}'
        AND (staged.ocd_id, staged.kind, staged.seat)
            = (correction.ocd_id, correction.office_kind, correction.seat)
    """  # noqa: S608 - the columns are those above
    for column, kind in CORRECTED.items()
)
INSERT_OFFICES = """
INSERT INTO offices_office AS known
    (public_id, division_id, kind, seat, level, name, title, state, time_zone, seats, term_years, is_listed)
SELECT gen_random_uuid(), division.id, staged.kind, seat, level, staged.name, title, staged.state, time_zone,
    seats, term_years, true
FROM new_office staged JOIN offices_division division USING (ocd_id)
ON CONFLICT (division_id, kind, seat) DO """
OFFICES = Merge(
    "new_office",
    "ocd_id text, kind text, seat text, level text, name text, title text, state text, time_zone text,"
    " seats smallint, term_years smallint",
    overwriting=(
        FIND_CORRECTIONS,
        KEEP_WHAT_THE_IMPORT_SAYS,
        *APPLY_CORRECTIONS,
        "DROP TABLE correction",
        INSERT_OFFICES
        + """UPDATE SET
            level = excluded.level, name = excluded.name, title = excluded.title, state = excluded.state,
            time_zone = excluded.time_zone, seats = coalesce(excluded.seats, known.seats),
            term_years = coalesce(excluded.term_years, known.term_years)
        WHERE (known.level, known.name, known.title, known.state, known.time_zone)
            IS DISTINCT FROM
            (excluded.level, excluded.name, excluded.title, excluded.state, excluded.time_zone)
            OR known.seats IS DISTINCT FROM coalesce(excluded.seats, known.seats)
            OR known.term_years IS DISTINCT FROM coalesce(excluded.term_years, known.term_years)""",
        "ANALYZE offices_office",
        """
        UPDATE offices_office known SET is_listed = false
        FROM was_postal JOIN offices_division division USING (id)
        WHERE known.division_id = division.id AND known.is_listed AND known.kind IN ('mayor', 'council')
            AND NOT EXISTS (
                SELECT FROM new_office staged
                WHERE staged.ocd_id = division.ocd_id AND staged.kind = known.kind
            )
        """,
        "DROP TABLE was_postal",
    ),
    keeping=(INSERT_OFFICES + "NOTHING",),
)

HOLDERS = Merge(
    "new_holder",
    "ocd_id text, office_kind text, name text, party text, as_of date, ends_on date,"
    " source text, source_key text",
    overwriting=(
        """
        CREATE TEMPORARY TABLE wanted_holder ON COMMIT DROP AS
        SELECT office.id AS office_id, staged.name, party, as_of, ends_on, source, source_key
        FROM new_holder staged JOIN offices_division division USING (ocd_id)
        JOIN offices_office office
            ON office.division_id = division.id AND office.kind = staged.office_kind AND office.seat = ''
        """,
        """
        DELETE FROM offices_holder known WHERE source IN (SELECT source FROM new_holder) AND NOT EXISTS (
            SELECT FROM wanted_holder wanted WHERE wanted.office_id = known.office_id
                AND wanted.source = known.source AND wanted.source_key = known.source_key
        )
        """,
        """
        INSERT INTO offices_holder AS known (office_id, name, party, as_of, ends_on, source, source_key)
        SELECT office_id, name, party, as_of, ends_on, source, source_key FROM wanted_holder
        ON CONFLICT (office_id, source, source_key) DO UPDATE SET
            name = excluded.name, party = excluded.party, as_of = excluded.as_of, ends_on = excluded.ends_on
        WHERE (known.name, known.party, known.as_of, known.ends_on)
            IS DISTINCT FROM (excluded.name, excluded.party, excluded.as_of, excluded.ends_on)
        """,
        "DROP TABLE wanted_holder",
    ),
)

CONTESTS = Merge(
    "new_contest",
    "source text, source_key text, ocd_id text, office_kind text, state text, level text, office_name text,"
    " year smallint, is_special boolean, seats smallint, seats_assumed boolean, candidates smallint,"
    " uncontested boolean, one_major_party_only boolean, no_dem boolean, no_rep boolean, winner_party text,"
    " dem_votes integer, rep_votes integer, total_votes integer",
    overwriting=(
        """
        INSERT INTO offices_contest AS known (
            source, source_key, office_id, ocd_id, state, level, office_name, year, is_special, seats,
            seats_assumed, candidates, uncontested, one_major_party_only, no_dem, no_rep, winner_party,
            dem_votes, rep_votes, total_votes)
        SELECT
            source, source_key, office.id, ocd_id, staged.state, staged.level, office_name, year, is_special,
            staged.seats, seats_assumed, candidates, uncontested, one_major_party_only, no_dem, no_rep,
            winner_party, dem_votes, rep_votes, total_votes
        FROM new_contest staged LEFT JOIN offices_division division USING (ocd_id)
        LEFT JOIN offices_office office
            ON office.division_id = division.id AND office.kind = staged.office_kind AND office.seat = ''
        ON CONFLICT (source, source_key) DO UPDATE SET
            office_id = coalesce(excluded.office_id, known.office_id), ocd_id = excluded.ocd_id,
            state = excluded.state, level = excluded.level, office_name = excluded.office_name,
            year = excluded.year, is_special = excluded.is_special, seats = excluded.seats,
            seats_assumed = excluded.seats_assumed, candidates = excluded.candidates,
            uncontested = excluded.uncontested, one_major_party_only = excluded.one_major_party_only,
            no_dem = excluded.no_dem, no_rep = excluded.no_rep, winner_party = excluded.winner_party,
            dem_votes = excluded.dem_votes, rep_votes = excluded.rep_votes, total_votes = excluded.total_votes
        WHERE (known.office_id, known.ocd_id, known.state, known.level, known.office_name, known.year,
            known.is_special, known.seats, known.seats_assumed, known.candidates, known.uncontested,
            known.one_major_party_only, known.no_dem, known.no_rep, known.winner_party, known.dem_votes,
            known.rep_votes, known.total_votes)
            IS DISTINCT FROM
            (coalesce(excluded.office_id, known.office_id), excluded.ocd_id, excluded.state, excluded.level,
            excluded.office_name, excluded.year, excluded.is_special, excluded.seats, excluded.seats_assumed,
            excluded.candidates, excluded.uncontested, excluded.one_major_party_only, excluded.no_dem,
            excluded.no_rep, excluded.winner_party, excluded.dem_votes, excluded.rep_votes,
            excluded.total_votes)
        """,
    ),
)
