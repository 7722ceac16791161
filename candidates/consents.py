"""What people agree to, in the words that they saw. A change of meaning is a new version."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates.enums import ConsentKind
from candidates.models import ConsentWording

VERSIONS = {ConsentKind.PRIVACY: "2026-11", ConsentKind.TEXTS: "2026-11", ConsentKind.HAND_OVER: "2026-11"}
WORDINGS: dict[ConsentKind, Any] = {
    ConsentKind.PRIVACY: _("I have read the privacy notice and agree that you keep what I wrote here."),
    ConsentKind.TEXTS: _("You may send me text messages. I can stop them at any time by answering STOP."),
}


def shown(kind: ConsentKind, words: str = "") -> dict[str, str]:
    """Return, for a sign-up's payload, the version and the words that this request's language shows."""
    return {"version": VERSIONS[kind], "wording": words or str(WORDINGS[kind])}


def wording_of(payload: dict[str, Any], kind: ConsentKind, language: str) -> ConsentWording | None:
    """Return the row of the words that `payload` was agreed under; None where it does not tell them (API, CSV)."""
    told = payload.get("consents", {}).get(kind.value)
    if not told:
        return None
    found, _created = ConsentWording.objects.get_or_create(
        kind=kind, version=told["version"], language=language, wording=told["wording"]
    )
    return found
