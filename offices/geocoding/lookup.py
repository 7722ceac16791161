"""From what somebody typed to divisions: breaker, question, and whether the answer fits the ZIP code."""

import time
from collections.abc import Callable

from django.views.decorators.debug import sensitive_variables

from offices.geocoding import client, districts
from offices.geocoding.answer import Found
from offices.geocoding.breaker import Breaker
from offices.geocoding.districts import Mapped
from offices.geocoding.untold import Reason, Untold
from offices.models import Division, ZipCode

BREAKER = Breaker("geocoder")


@sensitive_variables("street", "zip_code", "found")
def find(street: str, zip_code: ZipCode, *, now: Callable[[], float] = time.time) -> Mapped:
    """Return the divisions of `street` in `zip_code`; raises Untold whenever they are not certain."""
    if not client.geocoder_url():
        raise Untold(Reason.NO_GEOCODER)
    if not BREAKER.allows(now()):
        raise Untold(Reason.AWAY)
    try:
        found = client.ask(street, zip_code.code)
    except Untold as untold:
        if untold.reason.counts_as_failure:
            BREAKER.failed(now())
        else:
            BREAKER.succeeded()
        raise
    BREAKER.succeeded()
    if not _fits(found, zip_code):
        raise Untold(Reason.ELSEWHERE)
    return districts.divisions_of(found)


def _fits(found: Found, zip_code: ZipCode) -> bool:
    """Whether the answer has the ZIP code's first three digits and lies in a state that it touches."""
    if found.zip_code and found.zip_code[:3] != zip_code.code[:3]:
        return False
    if found.state == zip_code.state:
        return True
    return Division.objects.filter(zip_codes=zip_code, state=found.state).exists()
