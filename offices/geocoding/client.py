"""Asks the Census Geocoder where an address lies."""

import time
from urllib.parse import urlencode

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from offices.geocoding import answer, transport
from offices.geocoding.answer import Found
from offices.geocoding.untold import Reason, Untold

# All of connecting, waiting and reading; with the page around it, less than three seconds.
SECONDS = 2.5
MOST_BYTES = 1_000_000
# Legislative districts' layers change their names and numbers with every redistricting: only "all" stays.
QUESTION = {
    "benchmark": "Public_AR_Current",
    "vintage": "Current_Current",
    "layers": "all",
    "format": "json",
}


def geocoder_url() -> str:
    """Return the geocoder's base address without a slash at its end; empty if there is none to ask."""
    url: str = settings.GEOCODER_URL
    return url.rstrip("/")


@sensitive_variables("street", "zip_code", "query", "given")
def ask(street: str, zip_code: str, *, clock: transport.Clock = time.monotonic) -> Found:
    """Return where `street` in `zip_code` lies, within `SECONDS`; raises Untold if that is not certain."""
    base = geocoder_url()
    if not base:
        raise Untold(Reason.NO_GEOCODER)
    query = urlencode({"address": f"{street}, {zip_code}"} | QUESTION)
    address = f"{base}/geographies/onelineaddress"
    try:
        given = transport.get(address, query, seconds=SECONDS, limit=MOST_BYTES, clock=clock)
    except transport.Unanswered:
        given = None
    if given is not None and given.status == 400:  # what it says of an address that it cannot read
        raise Untold(Reason.UNKNOWN_ADDRESS)
    if given is None or given.status != 200:
        raise Untold(Reason.AWAY)
    return answer.read(given.body)
