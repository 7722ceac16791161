from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from runforsomething.ops.access import as_markdown


class Command(BaseCommand):
    help = "Write docs/access.md: who may see what."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(settings.BASE_DIR, "docs", "access.md").write_text(as_markdown(), encoding="utf-8")
        self.stdout.write("Wrote docs/access.md.")
