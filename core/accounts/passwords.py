"""What a password must not be."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Besides the organisation's name: words that anybody would try first here (ASVS 5, 6.1.2).
OBVIOUS = (
    "password",
    "candidate",
    "campaign",
    "election",
    "vote",
    "office",
    "ballot",
    "staff",
    "donor",
    "mentor",
)
REMAINDER = 8


class OwnWordsValidator:
    """Refuse a password that is little more than the organisation's name and the words of its work."""

    def validate(self, password: str, user: object = None) -> None:
        rest = re.sub(r"[^a-z0-9]", "", password.lower())
        own = re.sub(r"[^a-z0-9]", "", settings.ORG_NAME.lower())
        found = [word for word in (own, *OBVIOUS) if word and word in rest]
        for word in found:
            rest = rest.replace(word, "")
        if found and len(rest) < REMAINDER:
            raise ValidationError(
                _("That is one of the first that anybody would try here. Add words of your own."),
                code="own_words",
            )

    def get_help_text(self) -> str:
        return _("Not our name, nor the words of our work, alone.")
