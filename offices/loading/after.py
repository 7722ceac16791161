"""Files of the same folder that a room above loads: it registers itself here."""

from collections.abc import Callable
from pathlib import Path

Load = Callable[[Path], int]
_files: dict[str, Load] = {}


def register_file(name: str) -> Callable[[Load], Load]:
    """Register a function that loads the file `name`, if the folder has it, and returns how many rows there are."""

    def register(function: Load) -> Load:
        _files[name] = function
        return function

    return register


def load_registered(folder: Path) -> None:
    """Load every registered file that the folder has. Within the loader's transaction."""
    for name, load in _files.items():
        if (folder / name).is_file():
            load(folder / name)
