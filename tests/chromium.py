"""Where a Chromium is, for the browser tests and for the check that runs them."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PROGRAMS = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")


def chromium_path() -> str | None:
    """Return the path of a Chromium: one on the PATH, else one that Playwright installed, else None."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for cache in (os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), *CACHES):
        for program in PROGRAMS:
            found_there = sorted(Path(cache or "/nowhere").expanduser().glob(f"chromium-*/{program}"))
            if found_there:
                return str(found_there[-1])
    return None
