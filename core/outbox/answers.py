"""What somebody means who answers a text: to stop, to start again, help, or something else. Pure: words in, intent out.

The rule (47 CFR 64.1200(a)(10)): any words by which a person clearly says that they want no more texts count, not only
STOP. In doubt they count as well, unless the words are about something else, such as a talk or a bus stop.
"""

import re
import unicodedata
from dataclasses import dataclass

from core.outbox.answer_words import ALONE, FREE_START, FREE_STOP, NOT_STOP, OF_TWILIO, Intent


@dataclass(frozen=True)
class Said:
    """`keyword` is true of one word that Twilio acts upon, and answers, by itself."""

    intent: Intent
    language: str = "en"
    keyword: bool = False


def understand(text: str) -> Said:
    """Return what `text`, of any length, means."""
    words = _plain(text)
    bare = re.sub(r"^(please|pls|por favor) | (please|pls|por favor|thanks|thank you|gracias)$", "", words)
    for (intent, language), known in ALONE.items():
        if bare in known:
            return Said(intent, language, keyword=words in OF_TWILIO)
    for language in ("en", "es"):
        if _any(FREE_STOP[language], words) and not _any(NOT_STOP[language], words):
            return Said(Intent.STOP, language)
    for language in ("en", "es"):
        negated = _any(FREE_STOP[language], words) or re.search(r"\b(no|not|don t|dont|never)\b", words)
        if _any(FREE_START[language], words) and not negated:
            return Said(Intent.START, language)
    return Said(Intent.OTHER, "es" if _looks_spanish(text, words) else "en")


def _plain(text: str) -> str:
    """Small letters without accents or marks, single spaces; of a long text its beginning."""
    letters = unicodedata.normalize("NFKD", text[:500]).lower()
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", kept).replace("_", " ").split())


def _any(patterns: tuple[str, ...], words: str) -> bool:
    return any(re.search(pattern, words) for pattern in patterns)


def _looks_spanish(text: str, words: str) -> bool:
    return bool(
        re.search(r"[ñ¿¡]", text.lower()) or re.search(r"\b(el|la|los|que|no puedo|gracias|hola|si)\b", words)
    )
