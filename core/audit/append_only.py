"""Tables whose rows the database itself neither changes nor forgets."""

import pgtrigger


def append_only() -> list[pgtrigger.Trigger]:
    """Return the triggers by which the database refuses UPDATE, DELETE and TRUNCATE.

    The one bypass is `pgtrigger.ignore`, which the tests use to empty their tables.
    """
    return [
        pgtrigger.Protect(name="append_only_rows", operation=pgtrigger.Update | pgtrigger.Delete),
        never_emptied(),
    ]


def never_emptied() -> pgtrigger.Trigger:
    """Return the trigger by which the database refuses TRUNCATE."""
    return pgtrigger.Trigger(
        name="append_only_table",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;",
    )
