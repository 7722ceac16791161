"""`/api/v1/`: read-only, for whoever has signed in, by the same querysets as the pages.

Every room registers what it tells; the roof puts it together. Errors are JSON, and their sentences are English.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.security import django_auth

from candidates.api import router as candidates
from core.paging import NoSuchRow
from donors.api import router as releases
from offices.api import router as offices

VERSION = "1"

api = NinjaAPI(
    title=settings.ORG_NAME,
    version=VERSION,
    description="Ids are UUIDs, moments UTC, money US dollars. Lists have `items` and `next`; `after` asks for more.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=django_auth,
)
api.add_router("/candidates", candidates)
api.add_router("/offices", offices)
api.add_router("/releases", releases)


@api.get("/", summary="Where everything is")
def index(request: HttpRequest) -> dict[str, str]:
    places = {
        "candidates": reverse("api:candidates"),
        "offices": reverse("api:offices"),
        "newest_release": reverse("api:newest_release"),
        "description": reverse("openapi"),
    }
    return {name: request.build_absolute_uri(place) for name, place in places.items()}


@api.exception_handler(NoSuchRow)
def no_such_row(request: HttpRequest, error: Any) -> HttpResponse:
    sentence = "The list has no such row to go on after. Begin again without `after`."
    return api.create_response(request, {"detail": sentence}, status=422)


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """What the API is, for machines; open to all, since it says nothing of anybody."""
    return api.create_response(request, api.get_openapi_schema(), status=200)
