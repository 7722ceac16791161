"""A form that is sent twice acts once."""

from uuid import uuid4

import pytest
from django import forms

from core.lifecycle import Refused
from core.once.forms import OnceForm
from core.once.models import FormReceipt
from core.once.services import carry_out_once
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def test_the_same_key_runs_the_work_once_and_gives_the_same_answer() -> None:
    key, runs = uuid4(), []

    def work() -> str:
        runs.append(1)
        return f"/answer/{len(runs)}/"

    user = make_user()
    assert carry_out_once(key, user=user, work=work) == ("/answer/1/", True)
    assert carry_out_once(key, user=user, work=work) == ("/answer/1/", False)
    assert len(runs) == 1


def test_work_that_was_refused_leaves_the_key_free() -> None:
    key, user = uuid4(), make_user()

    def refuse() -> str:
        raise Refused("no", "No.")

    with pytest.raises(Refused):
        carry_out_once(key, user=user, work=refuse)
    assert not FormReceipt.objects.exists()
    assert carry_out_once(key, user=user, work=lambda: "/done/") == ("/done/", True)


def test_somebody_elses_key_is_refused() -> None:
    key = uuid4()
    carry_out_once(key, user=make_user(), work=lambda: "/done/")
    with pytest.raises(Refused, match="another session"):
        carry_out_once(key, user=make_user(), work=lambda: "/other/")


class Typed(OnceForm):
    line = forms.CharField()
    lines = forms.CharField(widget=forms.Textarea, required=False)


@pytest.mark.parametrize("typed", ["a\nb", "a\r\nb", "a\x85b", "a\u2028b", "a\x1bb"])
def test_what_is_asked_for_as_one_line_has_one(typed: str) -> None:
    """Else what somebody types could begin a line of its own in a mail to others, and become its button."""
    form = Typed({"form_key": str(uuid4()), "line": typed, "lines": typed})
    assert list(form.errors) == ["line"]
    assert Typed({"form_key": str(uuid4()), "line": " Zoë\tÑ ", "lines": typed}).is_valid()
