"""R16: the cap of a candidacy, kept beside what it was awarded."""

from decimal import Decimal

from candidates.models import Candidacy
from funding.models import CandidacyFunding


def keep_cap(candidacy: Candidacy, cap: Decimal) -> None:
    """Keep `cap` (dollars); it never falls below what was awarded before. Within a transaction."""
    funding, created = CandidacyFunding.objects.select_for_update().get_or_create(
        candidacy=candidacy, defaults={"cap": cap}
    )
    if not created:
        funding.cap = max(cap, funding.awarded)
        funding.save(update_fields=["cap"])
