"""What somebody types into the sign-up."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils.datastructures import MultiValueDict

from candidates import bots
from candidates.sign_up_form import SignUpForm
from core import clock


def typed(**changes: Any) -> dict[str, Any]:
    """The least that can be typed, in a form that was opened a minute ago; None leaves a field out."""
    form = {
        "form_key": str(uuid4()),
        "opened": bots.stamp(clock.now() - timedelta(minutes=1)),
        "website": "",
        "first_name": "Ann",
        "last_name": "Sample",
        "email": "Ann@Example.org",
        "postal_code": "78701",
        "date_of_birth": "1998-05-17",
        "exploring": "on",
        "values": "on",
        "consent": "on",
    }
    return {name: value for name, value in {**form, **changes}.items() if value is not None}


def filled_in(**changes: Any) -> SignUpForm:
    """Return the form as a browser would have sent it."""
    return SignUpForm(MultiValueDict({name: [value] for name, value in typed(**changes).items()}))
