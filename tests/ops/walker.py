"""Somebody whose name, mail, phone and birth date occur nowhere else, so that they can be looked for in logs."""

from uuid import uuid4

TYPED = {
    "first_name": "Xanthippe",
    "last_name": "Quokkabury",
    "email": "xanthippe.q@example.org",
    "phone": "(512) 555-0147",
    "date_of_birth": "1997-04-23",
    "postal_code": "78701",
    "exploring": "on",
    "values": "on",
    "consent": "on",
    "text_consent": "on",
}
PERSONAL = (
    "xanthippe",
    "quokkabury",
    "5550147",
    "555-0147",
    "1997-04-23",
    "04/23/1997",
    "april 23",
    "23 april",
)


def sign_up_form(**changes: str) -> dict[str, str]:
    """What the walker sends, once."""
    return {**TYPED, "form_key": str(uuid4()), **changes}


def told_of_the_walker(text: str) -> list[str]:
    """Return the lines that say something of the walker."""
    return [line for line in text.splitlines() if any(word in line.lower() for word in PERSONAL)]
