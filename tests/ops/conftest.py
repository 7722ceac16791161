"""What the tests of backups share."""

import random
from pathlib import Path
from typing import Any

import pytest

from runforsomething.ops.backup.sealing import CHUNK
from tests.ops.drill import SECRET_TEXT


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """The folder of uploaded files, with more in it than one chunk."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "plan.bin").write_bytes(random.Random(1).randbytes(CHUNK) + SECRET_TEXT)
    return settings.MEDIA_ROOT
