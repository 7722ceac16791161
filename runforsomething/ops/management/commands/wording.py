from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from runforsomething.ops.messages import compile_catalogues
from runforsomething.ops.wording import bring_up_to_date, faults_of


class Command(BaseCommand):
    help = "Bring the message catalogues up to date with the code and the templates, and compile them."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; say what is missing or wrong"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.LOCALE_PATHS[0]
        for po in sorted(folder.glob("*/LC_MESSAGES/django.po")):
            if options["check"]:
                if faults := faults_of(settings.BASE_DIR, po):
                    raise CommandError("\n".join(faults))
                continue
            missing = bring_up_to_date(settings.BASE_DIR, po)
            self.stdout.write(f"{po.parts[-3]}: {missing} messages want a translation.")
        if faults := compile_catalogues(folder):
            raise CommandError("\n".join(faults))
