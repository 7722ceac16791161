"""The alphabet in which a text holds 160 characters (3GPP TS 23.038): one letter outside it, and it holds 70."""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
# These take two places.
EXTENDED = frozenset("^{}\\[~]|€\f")
ONE, JOINED = 160, 153
SPELLED = str.maketrans({
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "·": "-", "\xa0": " ", "\u202f": " ",
})  # fmt: skip


def fold(text: str) -> str:
    """Return `text` with plain quotation marks and dashes, and without the accents that would halve its room.

    A letter that has no plain form, as of another script, stays as it is.
    """
    return "".join(_folded(letter) for letter in unicodedata.normalize("NFC", text.translate(SPELLED)))


def _folded(letter: str) -> str:
    if letter in BASIC or letter in EXTENDED:
        return letter
    plain = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    return plain if plain and all(c in BASIC for c in plain) else letter


def fits(text: str) -> bool:
    """Return whether `text` is all in the alphabet."""
    return all(letter in BASIC or letter in EXTENDED for letter in text)


def length(text: str) -> int:
    """Return how many places `text`, which is all in the alphabet, takes."""
    return sum(2 if letter in EXTENDED else 1 for letter in text)
