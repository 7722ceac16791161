"""Whoever changes a name, an address, a phone or a birth date is compared with everybody once more."""

import pgtrigger


def looked_at_again(*fields: str, person: str) -> pgtrigger.Trigger:
    """Return the trigger that forgets, when one of `fields` changes, that its row was compared with the others.

    `person` is "id" on candidates, or "user_id" on users.
    """
    whose = {
        "id": "candidate_id = NEW.id",
        "user_id": "candidate_id IN (SELECT id FROM candidates_candidate WHERE user_id = NEW.id)",
    }[person]
    return pgtrigger.Trigger(
        name="compared_again",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(*fields),
        condition=pgtrigger.AnyChange(*fields),
        func=f"DELETE FROM candidates_compared WHERE {whose}; RETURN NULL;",  # noqa: S608 - of our own names
    )
