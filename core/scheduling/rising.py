"""The database itself raises `sequence` with each change that calendars must hear of, whoever forgets it."""

import pgtrigger


def sequence_rises(condition: str) -> pgtrigger.Trigger:
    """Return the trigger that makes a row's `sequence` higher than it was in each update that meets `condition`.

    RFC 5546, 2.1.4: a calendar keeps what it has until it is told of the same UID with a higher SEQUENCE. Code that
    raises it itself is left alone.
    """
    return pgtrigger.Trigger(
        name="sequence_rises",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(condition),
        func="NEW.sequence = GREATEST(NEW.sequence, OLD.sequence + 1); RETURN NEW;",
    )
