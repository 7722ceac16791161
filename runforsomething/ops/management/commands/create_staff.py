from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from core.accounts.models import User
from core.accounts.roles import OPENS_BACK_OFFICE, Role


class Command(BaseCommand):
    help = "Create a person who works here, or give an existing one a further role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--role", required=True, choices=Role.values)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        address = options["email"].strip().lower()
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{options['email']!r} is not an e-mail address.") from error
        user = User.objects.filter(email__iexact=address).first() or User.objects.create_user(address)
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"primary": True, "verified": True}
        )
        user.groups.add(Group.objects.get(name=options["role"]))
        if options["role"] in OPENS_BACK_OFFICE and not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
        self.stdout.write(
            f"{address} is {options['role']} now: sign in at /accounts/login/ with a mailed code."
        )
