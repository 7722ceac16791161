"""The language of the site: a visitor's is kept in a cookie, that of somebody who is signed in with the person."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView
from django.views.i18n import set_language

from core.accounts.models import User


@method_decorator(login_not_required, name="dispatch")
class LanguageView(TemplateView):
    """Choose a language, and go back to the page that one was on."""

    template_name = "account/language.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back="/", **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = request.POST.get("language", "")
        if isinstance(request.user, User) and language in dict(settings.LANGUAGES):
            User.objects.filter(pk=request.user.pk).exclude(language=language).update(language=language)
        return set_language(request)
