"""Whose address it is."""

from candidates.models import Candidate
from core.accounts.models import User


def who_has(address: str) -> User | None:
    """Return the person who signs in by `address`; of a record that was merged, the person of the one that stays."""
    known = User.objects.filter(email__iexact=address).first()
    record = known and Candidate.records.select_related("merged_into__user").filter(user=known).first()
    while record and record.merged_into:
        known, record = record.merged_into.user, record.merged_into
    return known
