from django.core.management.base import BaseCommand

from core import clock
from core.outbox.reminders import write_due
from core.outbox.sending import send_due


class Command(BaseCommand):
    help = "Write the reminders that are due, and send every message that is due now, once, without a worker."

    def handle(self, *args: object, **options: object) -> None:
        now = clock.now()
        write_due(now=now)
        counts = send_due(now=now, limit=1_000_000)
        self.stdout.write(
            ", ".join(f"{status}: {n}" for status, n in sorted(counts.items())) or "Nothing is due."
        )
