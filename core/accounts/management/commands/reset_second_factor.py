from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.accounts.models import SecondFactorReset, User
from core.accounts.recovery import reset_second_factor
from core.lifecycle import Refused


class Command(BaseCommand):
    help = "Take away somebody's second factor, after two of our staff have made sure who they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument(
            "--asked-by", required=True, metavar="EMAIL", help="program staff who spoke with them"
        )
        parser.add_argument(
            "--checked-by", required=True, metavar="EMAIL", help="program staff who called them back"
        )
        parser.add_argument("--reason", required=True, choices=SecondFactorReset.Reason.values)

    def handle(self, *args: Any, **options: Any) -> None:
        user, asked, checked = (self._user(options[name]) for name in ("email", "asked_by", "checked_by"))
        try:
            reset_second_factor(user, asked_by=asked, checked_by=checked, reason=options["reason"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{user.email} has no second step any more, is signed out everywhere and is told by mail."
        )

    def _user(self, email: str) -> User:
        found = User.objects.filter(email__iexact=email.strip()).first()
        if found is None:
            raise CommandError(f"Nobody here has the address {email!r}.")
        return found
