from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.accounts.handover import has_left, held_by, off_board, ways_in, why_not
from core.accounts.models import User
from core.lifecycle import Refused


class Command(BaseCommand):
    help = "Hand over what somebody who leaves holds, and end every way in: sessions, second factors, roles, password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="who leaves")
        parser.add_argument("--to", required=True, metavar="EMAIL", help="who takes over")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        leaver, to = _user(options["email"]), _user(options["to"])
        now = clock.now()
        if has_left(leaver):
            self.stdout.write(f"{leaver.email} works here no more: nothing to do.")
            return
        in_the_way = why_not(leaver, to, actor=None, now=now)
        if in_the_way:
            raise CommandError(" ".join(in_the_way))
        for held in held_by(leaver, now=now):
            self.stdout.write(f"{held.count} × {held.label}: {held.then}")
        for end in ways_in(leaver):
            self.stdout.write(f"ends: {end}")
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
            return
        try:
            off_board(leaver, to=to, actor=None, now=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{leaver.email} is off-boarded; {to.email} takes over.")


def _user(address: str) -> User:
    user = User.objects.filter(email__iexact=address.strip()).first()
    if user is None:
        raise CommandError(f"Nobody has the address {address}.")
    return user
