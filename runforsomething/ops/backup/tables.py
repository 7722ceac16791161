"""The tables of our schema, as the database itself lists them."""

from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

SCHEMA = "public"

# What belongs to an extension stays: it is the server's, and not in a backup. A column's sequence goes with its table.
EMPTY_THE_SCHEMA = """
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT format('DROP %s IF EXISTS %s CASCADE', kind, thing) AS command FROM (
            SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                                WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind,
                   oid::regclass::text AS thing, 'pg_class'::regclass AS class, oid
            FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
            UNION ALL
            SELECT 'ROUTINE', oid::regprocedure::text, 'pg_proc'::regclass, oid
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL
            SELECT 'TYPE', oid::regtype::text, 'pg_type'::regclass, oid
            FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
        ) AS found
        WHERE NOT EXISTS (
            SELECT FROM pg_depend
            WHERE classid = found.class AND objid = found.oid AND deptype IN ('e', 'a', 'i')
        )
    LOOP
        EXECUTE one.command;
    END LOOP;
END $$
"""


def table_names(cursor: CursorWrapper) -> list[str]:
    """Return the names of our tables, in order."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA])
    return sorted(name for (name,) in cursor.fetchall())


def count_rows(cursor: CursorWrapper) -> dict[str, int]:
    """Return the number of rows of each of our tables."""
    counts = {}
    for name in table_names(cursor):
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(SCHEMA, name)))
        counts[name] = cursor.fetchone()[0]
    return counts
