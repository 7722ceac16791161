"""Whether a password was stolen elsewhere (ASVS 5, 6.2.12): looked up in a file, asked of nobody."""

import hashlib
import mmap
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DIGITS = 40


def is_among(password: str, file: Path) -> bool:
    """Look `password` up in `file`: its SHA-1 in capital hexadecimal digits begins one of the lines, which are sorted.

    So is the file of Have I Been Pwned (“ordered by hash”), of any size: some thirty lines of it are read.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            begin = lines.rfind(b"\n", 0, (low + high) // 2) + 1
            found = lines[begin : begin + DIGITS].upper()
            if found == wanted:
                return True
            if found < wanted:
                low = lines.find(b"\n", begin) + 1 or high
            else:
                high = begin
    return False


class BreachedPasswordValidator:
    """Refuse what is in the file that `BREACHED_PASSWORDS_FILE` names."""

    def validate(self, password: str, user: object = None) -> None:
        if is_among(password, Path(settings.BREACHED_PASSWORDS_FILE)):
            raise ValidationError(
                _("This password was stolen somewhere before, so others try it too. Choose another one."),
                code="breached",
            )

    def get_help_text(self) -> str:
        return _("None that was ever stolen somewhere else.")
