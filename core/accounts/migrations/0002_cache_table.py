"""The table of the database cache, in which the sign-in limits stand."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_squashed_0007_zones_in_use")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE database_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX database_cache_expires ON database_cache (expires);
            """,
            "DROP TABLE database_cache",
        ),
    ]
