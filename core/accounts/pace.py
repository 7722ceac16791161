"""Answers that must not tell, by how long they take, whether an address is known."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Where an address is typed of which more is done when somebody has it: a code is made, a mail is written.
EVEN = frozenset({"account_login", "account_request_login_code", "account_reset_password", "account_email"})


class EvenPaceMiddleware:
    """Hold an answer back until `ANSWERS_TAKE_SECONDS` have passed: far longer than it takes to make.

    On a machine so busy that this is not enough, until twice or three times as many have. It holds one of a web
    process's threads and neither the database nor a lock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "POST" and match is not None and match.url_name in EVEN:
            time.sleep(left_of_the_beat(time.monotonic() - asked, settings.ANSWERS_TAKE_SECONDS))
        return response


def left_of_the_beat(seconds: float, beat: float) -> float:
    """Return how many seconds are left, after so many, until a whole number of beats have passed."""
    return -seconds % beat if beat else 0.0
