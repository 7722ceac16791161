from typing import Any

from django.core.management.base import BaseCommand

from core.accounts.models import User
from runforsomething.ops.demonstration.people import WORKERS


class Command(BaseCommand):
    help = "Print the demonstration's sign-ins, one per role."

    def handle(self, *args: Any, **options: Any) -> None:
        there = set(User.objects.filter(is_demonstration=True).values_list("email", flat=True))
        for worker in WORKERS:
            if worker.address in there:
                self.stdout.write(f"  {worker.address:<26} {worker.role or 'candidate'}")
