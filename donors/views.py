"""The donors' dashboard: the newest release, how each figure is defined, and as of when."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from donors.published import newest
from donors.rules import may_see_figures


@method_decorator(login_not_required, name="dispatch")
class DashboardView(TemplateView):
    """For donors and staff; for everybody when ORG_PUBLIC_DASHBOARD is on."""

    template_name = "donors/dashboard.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.ORG_PUBLIC_DASHBOARD:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may_see_figures(request.user):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**newest(), **kwargs)
