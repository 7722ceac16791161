from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from core.outbox.page import PAGE, page


class Command(BaseCommand):
    help = "Write docs/messages.md out of the declarations of kinds and reminders."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail where it differs")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        target = settings.BASE_DIR / PAGE
        if target.exists() and target.read_text(encoding="utf-8") == page():
            return
        self.stdout.write(f"{PAGE} {'differs from' if check else 'was written out of'} the code.")
        if check:
            raise SystemExit(1)
        target.write_text(page(), encoding="utf-8")
