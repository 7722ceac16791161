"""Why a file is not kept."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Unfit(Exception):
    """A file that is not kept; the sentence says why and what to do, for whoever sent it."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


def broken() -> Unfit:
    return Unfit(_("This file is damaged or breaks off. Save it again and send that one."))


def two_at_once() -> Unfit:
    return Unfit(
        _(
            "This file holds more than the picture or the pages that one sees. Save it again, or send a screenshot."
        )
    )


def unpacks_to_too_much() -> Unfit:
    return Unfit(_("This file would unpack to far more than it is. Save it again in a smaller size."))
