"""Each mail has words of its own: no two kinds share more than a phrase."""

import re
from itertools import combinations

from django.conf import settings
from django.utils.translation import get_language

from core.outbox.enums import Channel
from core.outbox.registry import all_kinds

WORDS = 5
# Greetings, labels and "open your page" are alike on purpose; a third of a mail is not.
MOST_ALIKE = 0.34
TAG = re.compile(
    r"{%\s*(?:load|autoescape|endautoescape|if|elif|else|endif|for|endfor|with|endwith|include)[^%]*%}"
)
MARKUP = re.compile(r"{%[^%]*?\"([^\"]*)\"[^%]*%}|{%[^%]*%}|{{[^}]*}}")


def words_of(code: str) -> set[tuple[str, ...]]:
    """Every run of five words of the English text, without the greeting, whatever its conditions choose."""
    source = (settings.BASE_DIR / "templates" / "messages" / f"{code}.txt").read_text(encoding="utf-8")
    text = MARKUP.sub(lambda found: f" {found[1] or ''} ", TAG.sub(" ", source))
    words = re.findall(r"[^\W_]+", text.lower())
    return {tuple(words[n : n + WORDS]) for n in range(len(words) - WORDS + 1)}


def test_no_two_kinds_read_alike() -> None:
    assert get_language().startswith("en")
    mails = [kind.code for kind in all_kinds() if not kind.secret and Channel.EMAIL in kind.channels]
    texts = {code: words_of(code) for code in mails}
    texts = {code: runs for code, runs in texts.items() if runs}
    assert len(texts) > 40
    alike = [
        (one, other, round(share, 2))
        for one, other in combinations(sorted(texts), 2)
        if (share := len(texts[one] & texts[other]) / min(len(texts[one]), len(texts[other]))) > MOST_ALIKE
    ]
    assert alike == []
