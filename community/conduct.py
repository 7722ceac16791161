"""The code of conduct that one agrees to before one comes into Slack: which wording it was is kept."""

from pathlib import Path

from community.library import CONTENT, read_front_matter, render_markdown

FILE = CONTENT / "code-of-conduct.md"


def current_version() -> str:
    """Return the version of the code of conduct that is shown now: a date, as its first lines say."""
    return _read(FILE)[0]["version"]


def text_in(language: str) -> tuple[str, str]:
    """Return the text as safe HTML, and the language that it is in: English where there is no other."""
    translated = CONTENT / language.partition("-")[0] / FILE.name
    if translated.exists():
        return render_markdown(_read(translated)[1]), language
    return render_markdown(_read(FILE)[1]), "en"


def _read(file: Path) -> tuple[dict[str, str], str]:
    return read_front_matter(file.read_text(encoding="utf-8"))
