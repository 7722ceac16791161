"""Filing deadlines as they stand in a candidate's calendar."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.enums import Standing
from candidates.filing_dates import believed_days
from candidates.models import Candidate
from core.accounts.models import User
from core.scheduling.entries import WholeDay, register_entries
from offices.enums import FactKind
from offices.fact_values import as_day

# So that the same deadline is the same entry, also after it was found out anew.
NAMESPACE = uuid.UUID("5f4f0f8e-6f0e-4f6b-9d0c-0e7f4a1c2b3d")


@register_entries
def filing_deadlines(person: User, since: datetime, until: datetime) -> Iterator[WholeDay]:
    """The last days to file for the offices that they think of, whole days of wherever that is. Four queries."""
    candidate = Candidate.objects.filter(user=person).first()
    if candidate is None or candidate.standing not in (Standing.ACTIVE, Standing.DORMANT):
        return
    for fact in believed_days(candidate, FactKind.FILING_CLOSES):
        day = as_day(fact.value)
        if since.date() <= day < until.date():
            page = settings.ORG_SITE_URL + reverse("offices:card", args=[fact.office.public_id])
            yield WholeDay(
                uid=uuid.uuid5(NAMESPACE, f"{fact.office.public_id} {fact.election_id}"),
                title=_("Last day to file: %(office)s") % {"office": fact.office.name},
                day=day,
                url=page,
                text=_("Checked on %(day)s. Ask the filing office before you rely on it: %(page)s")
                % {"day": fact.checked_on.isoformat(), "page": page},
            )
