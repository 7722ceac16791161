"""The tables of settings in docs/settings.md and README.md, written out of `declared.py`."""

import re
from collections.abc import Iterator
from pathlib import Path

from runforsomething.settings.declared import GROUPS, ONLY, SAME, TABLE, Setting

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = Path("docs/settings.md")
README = Path("README.md")
BETWEEN_MARKS = re.compile(r"(<!-- settings -->\n).*?(<!-- /settings -->)", re.DOTALL)
TITLES = ("setting", "meaning", "default on one machine", "production")

INTRODUCTION = """\
# Settings

Written by `manage.py settings_table` out of `runforsomething/settings/declared.py`: change it there.

Every setting is read from the environment; an empty one counts as not given. Production refuses to start with a
faulty environment and names every fault at once, one sentence each. On one machine only the organisation's and its
programme's settings are looked at. A value that must not be told (●) appears neither in a fault nor in a log.
"""


def outdated(root: Path = ROOT) -> dict[Path, str]:
    """Return what each page that differs from the code should hold, by its path below `root`."""
    readme = (root / README).read_text(encoding="utf-8")
    if not BETWEEN_MARKS.search(readme):
        raise ValueError(f"{README} has no <!-- settings --> … <!-- /settings --> around its table.")
    wanted = {PAGE: page(), README: BETWEEN_MARKS.sub(lambda found: found[1] + table() + found[2], readme)}
    return {path: text for path, text in wanted.items() if _read(root / path) != text}


def page() -> str:
    """Return the whole of docs/settings.md."""
    return "\n".join([INTRODUCTION, *_sections()]).rstrip() + "\n"


def table() -> str:
    """Return the table of README.md."""
    return _table(_row(setting, TITLES) for setting in TABLE.values())


def _sections() -> Iterator[str]:
    titles = ("setting", "is", *TITLES[1:])
    for title, settings in GROUPS.items():
        rows = (_row(setting, titles) for setting in settings)
        yield f"## {title}\n\n{_table(rows, titles)}"


def _row(setting: Setting, titles: tuple[str, ...]) -> list[str]:
    cells = {
        "setting": f"`{setting.name}`" + (" ●" if setting.sensitive and "is" in titles else ""),
        "is": setting.kind.noun,
        "meaning": setting.meaning,
        "default on one machine": "–" if setting.production == ONLY else _default(setting),
        "production": {SAME: "the same", ONLY: _default(setting)}.get(
            setting.production, str(setting.production)
        ),
    }
    if setting.production == SAME and setting.shown:
        cells["production"] = "as given"
    return [cells[title] for title in titles]


def _default(setting: Setting) -> str:
    return setting.shown or (f"`{setting.default}`" if setting.default else "none")


def _table(rows: Iterator[list[str]], titles: tuple[str, ...] = TITLES) -> str:
    lines = [list(titles), ["---"] * len(titles), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
