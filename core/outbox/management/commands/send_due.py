from django.core.management.base import BaseCommand

from core import clock
from core.outbox.sending import send_due


class Command(BaseCommand):
    help = "Send every message that is due now, once, without a worker."

    def handle(self, *args: object, **options: object) -> None:
        counts = send_due(now=clock.now(), limit=1_000_000)
        self.stdout.write(
            ", ".join(f"{status}: {n}" for status, n in sorted(counts.items())) or "Nothing is due."
        )
