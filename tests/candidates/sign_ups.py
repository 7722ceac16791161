"""A validated sign-up, as the form hands it on."""

from typing import Any


def payload(**changes: Any) -> dict[str, Any]:
    return {
        "first_name": "Sample",
        "last_name": "Person",
        "postal_code": "78701",
        "date_of_birth": "1998-05-17",
        "email": "sample@example.org",
        **changes,
    }
