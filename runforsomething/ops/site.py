"""The back office: Django's admin behind our own sign-in, with the queues of whoever opens it on top."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.requests import person_of
from core.queues import queues_of

# Groups are made by code; addresses and second factors are the person's own, at `/accounts/`.
NOT_IN_THE_BACK_OFFICE = {"auth", "account", "mfa", "usersessions"}


class StaffAdminSite(admin.AdminSite):
    index_title = _("What waits for you")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Send whoever has not signed in to the site's own sign-in, which asks for the second step."""
        return secure_admin_login(super().login)(request, extra_context)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models: list[Any] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        )
        kept = [model for model in models if model._meta.app_label not in NOT_IN_THE_BACK_OFFICE]
        super().register(kept, admin_class, **options)

    @property
    def site_header(self) -> str:  # type: ignore[override]
        return str(settings.ORG_NAME)

    @property
    def site_title(self) -> str:  # type: ignore[override]
        return str(settings.ORG_NAME)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        queues = queues_of(person_of(request), now=clock.now())
        return super().index(request, {**(extra_context or {}), "queues": queues})
