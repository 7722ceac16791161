"""A sign-up that looks automatic, or one too many, comes back as it was typed, with one more box to tick.

The answer is the same whatever the sign was, so that a machine learns nothing; a person ticks the box and goes on.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from candidates import bots
from candidates.sign_up_form import SignUpForm


def needs_asking(form: SignUpForm, *, at: datetime) -> bool:
    """Whether `form`, valid, is to come back once more. Its box holds a stamp of its own."""
    data = form.cleaned_data
    shortest = timedelta(seconds=settings.SIGN_UP_SECONDS)
    if data["sure"]:
        return bots.looks_automatic(stamped=data["sure"], trap="", at=at, shortest=shortest)
    return bots.looks_automatic(stamped=data["opened"], trap=data["website"], at=at, shortest=shortest)


def ask_once_more(form: SignUpForm, *, at: datetime) -> None:
    """Let `form` be shown again with everything typed, the hidden fields as new, and what to do."""
    typed: Any = form.data.copy()  # type: ignore[attr-defined]
    typed["website"] = typed["sure"] = ""
    typed["opened"] = bots.stamp(at)
    form.data = typed
    form.add_error(
        None,
        _(
            "We could not take this yet. Nothing is lost: tick the box above the button and send it again. "
            "If it comes back, try again in an hour."
        ),
    )
