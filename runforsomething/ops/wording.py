"""The message catalogues: found in code and templates by Babel alone, since a fresh machine has no `xgettext`.

`manage.py wording` brings `locale/*/LC_MESSAGES/django.po` up to date; `messages.py` compiles them.
"""

import io
import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from runforsomething.ops.messages import PLACEHOLDER

FOLDERS = (
    "candidates", "community", "core", "donors", "funding", "interviews", "mentorship", "offices", "runforsomething",
    "templates",
)  # fmt: skip
# Migrations keep the words of their day; the style guide is for developers.
LEFT_OUT = re.compile(r"/migrations/|/content/|styleguide\.html$")
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "gettext_now")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
TAG = re.compile(r"</?[a-z][^>]*>")
WIDTH = 110


def extract_template(
    source: IO[bytes], keywords: Any, comment_tags: Collection[str], options: Any
) -> Iterator[Any]:
    """Extract from a Django template, with the very msgids that Django looks up, by its own `templatize`."""
    calls = (line.strip() for line in templatize(source.read().decode()).splitlines())
    return extract_python(
        io.BytesIO("\n".join(calls).encode()), keywords, comment_tags, {**options, "encoding": "utf-8"}
    )


def extract_all(root: Path, locale: str) -> Catalog:
    """Return every message of the project in `root`, without translations; where it stands is a file, not a line."""
    found = Catalog(locale=locale, project="runforsomething", charset="utf-8", fuzzy=False)
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            method = _method_for(file.suffix)
            place = file.relative_to(root).as_posix()
            if method is None or LEFT_OUT.search(place):
                continue
            with file.open("rb") as source:
                for _line, message, _comments, context in extract(method, source, KEYWORDS):
                    flags = {"python-format"} if "%(" in str(message) else set()
                    found.add(message, locations=[(place, 0)], context=context, flags=flags)
    return found


def _method_for(suffix: str) -> Any:
    methods: dict[str, Any] = {".py": "python", ".html": extract_template, ".txt": extract_template}
    return methods.get(suffix)


def read(po: Path) -> Catalog:
    """Return the catalogue in `po`, which may not exist yet."""
    locale = po.parts[-3]
    if not po.exists():
        return Catalog(locale=locale)
    with po.open("rb") as source:
        return read_po(source, locale=locale)


def bring_up_to_date(root: Path, po: Path) -> int:
    """Give `po` the messages of the project, each with the translation that it has; return how many have none.

    Nothing is guessed and nothing that has gone is kept, so that no entry is ever fuzzy or obsolete.
    """
    known, found = read(po), extract_all(root, po.parts[-3])
    for message in _messages(found):
        if translated := known.get(_id_of(message), message.context):
            message.string = translated.string
    found.header_comment = (
        "# Spanish as it is spoken in the United States. The words to use: docs/wording-es.md."
    )
    found.creation_date = found.revision_date = datetime(
        2026, 1, 1, tzinfo=UTC
    )  # the same whenever it is written
    target = io.BytesIO()
    write_po(target, found, width=WIDTH, sort_output=False, sort_by_file=True, include_lineno=False)
    po.parent.mkdir(parents=True, exist_ok=True)
    po.write_bytes(target.getvalue())
    return sum(1 for message in _messages(found) if not _is_whole(message))


def faults_of(root: Path, po: Path) -> list[str]:
    """Return one sentence for each message that `po` lacks, leaves empty, or holds although it has gone or differs."""
    known, found = read(po), extract_all(root, po.parts[-3])
    wanted = {(message.context, _id_of(message)): message for message in _messages(found)}
    kept = {(message.context, _id_of(message)): message for message in _messages(known)}
    faults = [f"{_place(wanted[key])}: not in {po.name}: {key[1]!r}" for key in wanted.keys() - kept.keys()]
    faults += [f"{po.name}: nobody says this any more: {key[1]!r}" for key in kept.keys() - wanted.keys()]
    faults += [f"{po.name}: obsolete: {message.id!r}" for message in known.obsolete.values()]
    for message in kept.values():
        faults += [f"{_place(message)}: {fault}: {_id_of(message)!r}" for fault in _faults_of_one(message)]
    return sorted(faults)


def _faults_of_one(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    if not _is_whole(message):
        yield "not translated"
        return
    singular, plural = _forms(message.id)[0], _forms(message.id)[-1]
    strings = _forms(message.string)
    for number, string in enumerate(strings):
        wanted = (singular, plural) if number == 0 else (plural,)
        for what, pattern in (("placeholders", PLACEHOLDER), ("tags", TAG)):
            if not any(sorted(pattern.findall(string)) == sorted(pattern.findall(one)) for one in wanted):
                yield f"other {what} than in English"
    if any(text.strip() != text and "\n" not in text for text in strings) and plural.strip() == plural:
        yield "space at an end"


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text,)


def _is_whole(message: Message) -> bool:
    return all(string for string in _forms(message.string))


def _id_of(message: Message) -> str:
    return str(_forms(message.id)[0])


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _place(message: Message) -> str:
    return message.locations[0][0] if message.locations else "?"
