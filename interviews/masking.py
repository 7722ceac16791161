"""A text without whom it is about: names, addresses, numbers and handles. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

MASK = "▇▇▇"
ENDINGS = "com|org|net|us|io|me|gov|edu|info|vote|social|app|co"
MAIL = re.compile(r"[^\s@<>(),;:]+(?:@|\s?(?:\(at\)|\[at\])\s?)[^\s@<>(),;:]+\.\w+", re.I)
LINK = re.compile(rf"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:{ENDINGS})\b(?:/\S*)?", re.I)
HANDLE = re.compile(r"(?<!\w)[@#]\w[\w.-]*")
NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\w)")
# An address holds a handle, and a link may hold an address.
PATTERNS = (MAIL, LINK, HANDLE, NUMBER)
RUN = re.compile(r"\w+")
CAMEL = re.compile(r"[^\W\d_]?[^\W\d_A-Z]+|[A-Z]+|\d+")
SHORTEST = 2


def mask(text: str, *, names: Iterable[str] = ()) -> str:
    """Return `text` without mail addresses, links, handles, telephone numbers, and without any of the `names`.

    A word of a name goes in whatever case, with or without its accents, in the possessive, with digits behind it, and
    run together with another one or, as in JaneForCouncil, with other words. A name that is a word of the language
    goes, too: blindness comes before elegance.
    """
    text = "".join(
        letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf"
    )
    for pattern in PATTERNS:
        text = pattern.sub(MASK, text)
    words = sorted({word for name in names for word in words_of(name)}, key=len, reverse=True)
    if not words:
        return text
    either = "|".join(re.escape(word) for word in words)
    alone = re.compile(rf"(?=.*(?:{either}))(?:{either}|\d|_)+s?")
    joined = re.compile(rf"(?:{either}){{2}}")

    def tells(run: str) -> bool:
        said = plain(run)
        together = joined.search(said)
        if alone.fullmatch(said) or (together and len(together[0]) > 5):
            return True
        return any(plain(part) in words for part in CAMEL.findall(run))

    return RUN.sub(lambda found: MASK if tells(found[0]) else found[0], text)


def words_of(name: str) -> Iterator[str]:
    """Yield the words of a name that are long enough to tell whose it is, as `plain` writes them."""
    yield from (
        plain(word) for word in RUN.findall(unicodedata.normalize("NFC", name)) if len(word) >= SHORTEST
    )


def plain(text: str) -> str:
    """Return `text` in small letters and without accents."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
