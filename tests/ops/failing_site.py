"""Run as a module in a process of its own: a page, a task and a line that each fail and quote the walker."""

import logging
import sys

import django
from celery import shared_task
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.ops.walker import TYPED

NAME = f"{TYPED['first_name']} {TYPED['last_name']}"


def fails(request: HttpRequest) -> HttpResponse:
    typed = dict(request.POST)
    raise ValueError(f"{NAME} typed {typed}")


@shared_task
def failing(person: str) -> None:
    raise LookupError(f"{person} is not there")


urlpatterns = [path("fails/", fails)]


def main() -> None:
    """Fail three times; print which of the libraries that report errors were loaded."""
    django.setup()
    settings.ROOT_URLCONF = __name__
    settings.ALLOWED_HOSTS = ["*"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "ops" in name]
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory

    logging.getLogger("candidates").warning("Nothing to report about %s", NAME)
    asked = RequestFactory().post(f"/fails/?email={TYPED['email']}", TYPED).environ
    get_wsgi_application()(asked, lambda status, headers: None)
    failing.apply(args=[NAME])
    logging.getLogger("some.library").error("Could not write to %s", TYPED["email"])
    if "sentry_sdk" in sys.modules:
        import sentry_sdk

        sentry_sdk.flush(10)
    sys.stdout.write(str("sentry_sdk" in sys.modules))


if __name__ == "__main__":
    main()
