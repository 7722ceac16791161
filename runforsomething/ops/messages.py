"""Compiles the message catalogues with Babel: a fresh machine has no `msgfmt`."""

import os
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

# What is filled in later. Babel alone would also take the "% o" in "15% of it" for something to be filled in.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def compile_catalogues(locale_dir: Path) -> list[str]:
    """Compile every catalogue that is newer than its compiled form; return one sentence for each fault."""
    faults = []
    for po in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3], abort_invalid=False)
        for message in catalogue:
            faults += [f"{po}:{message.lineno}: {error}" for error in _errors(message, catalogue)]
        fresh = mo.with_name(f"{mo.name}.{os.getpid()}")
        with fresh.open("wb") as target:
            write_mo(target, catalogue)
        fresh.replace(mo)
    return faults


def _errors(message: Message, catalogue: Catalog) -> list[str]:
    return [str(error) for error in message.check(catalogue)] if PLACEHOLDER.search(str(message.id)) else []


if __name__ == "__main__":
    sys.exit("\n".join(compile_catalogues(Path("locale"))) or 0)
