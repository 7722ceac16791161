"""The database notes which candidacies have to be looked at, whoever changes what a verdict rests on."""

from django.db import migrations

AT_ONCE = "TIMESTAMPTZ '2000-01-01 00:00:00+00'"
# A race that is only planned has no verdict.
NOT_PLANNED = "candidacy.status <> 'planned'"
OF_RACES = "JOIN candidates_candidacy candidacy ON candidacy.race_id = race.id AND " + NOT_PLANNED


def changed(*columns):
    new, old = (", ".join(f"{rows}.{column}" for column in columns) for rows in ("new_rows", "old_rows"))
    return f"JOIN old_rows ON old_rows.id = new_rows.id WHERE ({new}) IS DISTINCT FROM ({old})"


# By table and event: the keys of the candidacies that it concerns.
NOTED = {
    ("candidates_candidacy", "INSERT"): "SELECT id FROM new_rows WHERE status <> 'planned'",
    ("candidates_candidacy", "UPDATE"): "SELECT new_rows.id FROM new_rows "
    + changed("status", "ballot_date", "special_election_override", "race_id", "candidate_id", "has_opponent")
    + " AND (new_rows.status <> 'planned' OR old_rows.status <> 'planned')",
    ("candidates_candidate", "UPDATE"): "SELECT candidacy.id FROM new_rows JOIN candidates_candidacy candidacy"
    f" ON candidacy.candidate_id = new_rows.id AND {NOT_PLANNED} {changed('standing', 'date_of_birth')}",
    ("offices_office", "UPDATE"): "SELECT candidacy.id FROM new_rows JOIN offices_race race"
    f" ON race.office_id = new_rows.id {OF_RACES} {changed('level', 'state', 'minimum_age', 'time_zone')}",
    ("offices_election", "UPDATE"): "SELECT candidacy.id FROM new_rows JOIN offices_race race"
    f" ON race.election_id = new_rows.id {OF_RACES} {changed('date')}",
    ("offices_race", "UPDATE"): "SELECT candidacy.id FROM new_rows JOIN candidates_candidacy candidacy"
    f" ON candidacy.race_id = new_rows.id AND {NOT_PLANNED} {changed('office_id', 'election_id')}",
    ("funding_fundingapplication", "UPDATE"): "SELECT new_rows.candidacy_id FROM new_rows "
    + changed("status", "frozen_facts"),
}
for table in ("funding_gift", "funding_candidacychecks"):
    for event, rows in (("INSERT", "new_rows"), ("UPDATE", "new_rows"), ("DELETE", "old_rows")):
        NOTED[table, event] = f"SELECT candidacy_id FROM {rows}"
for table in ("funding_planreview", "funding_award"):
    for event, rows in (("INSERT", "new_rows"), ("UPDATE", "new_rows"), ("DELETE", "old_rows")):
        NOTED[table, event] = (
            f"SELECT application.candidacy_id FROM {rows} JOIN funding_fundingapplication application"
            f" ON application.id = {rows}.application_id"
        )

REFERENCING = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}


def made(table, event, insert):
    name = f"funding_due_{table}_{event.lower()}"
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {insert};
            RETURN NULL;
        END $$;
        CREATE TRIGGER {name} AFTER {event} ON {table} {REFERENCING[event]}
        FOR EACH STATEMENT EXECUTE FUNCTION {name}();
        """,
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def noting(table, event, keys):
    insert = f"INSERT INTO funding_eligibilitydue (candidacy_id, due_at) SELECT noted.id, {AT_ONCE} FROM ({keys}) noted(id)"
    return made(table, event, insert)


def noting_costs(event):
    """One row a level: how many races it concerns is looked up later, once, by whoever checks."""
    rows = ["old_rows"] if event == "DELETE" else ["new_rows"]
    rows += ["old_rows"] if event == "UPDATE" else []
    levels = " UNION ".join(
        f"SELECT office.level FROM {name} JOIN offices_office office ON office.id = {name}.office_id" for name in rows
    )
    return made("offices_costobservation", event, f"INSERT INTO funding_costschanged (level) {levels}")


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0011_ballot_evidence"),
        ("offices", "0001_squashed_0006_filing_days"),
        ("funding", "0009_rules_and_checks"),
    ]
    operations = [
        *(noting(table, event, keys) for (table, event), keys in NOTED.items()),
        *(noting_costs(event) for event in ("INSERT", "UPDATE", "DELETE")),
        # Whoever is on a ballot already is looked at once.
        migrations.RunSQL(
            f"INSERT INTO funding_eligibilitydue (candidacy_id, due_at) SELECT id, {AT_ONCE} FROM candidates_candidacy"
            " WHERE status = 'on_ballot'",
            migrations.RunSQL.noop,
        ),
    ]
