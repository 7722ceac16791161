"""The addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from core.accounts.email_change import UndoEmailChangeView
from core.accounts.reauthentication import ReauthenticateByCodeView
from core.accounts.sign_in_link import SignInLinkView
from core.accounts.views import LanguageView, SessionsView
from runforsomething.api import api, openapi

urlpatterns = [
    path("", include("runforsomething.ops.urls")),
    path("", include("candidates.urls")),
    path("", include("interviews.urls")),
    path("", include("core.outbox.urls")),
    path("", include("core.scheduling.urls")),
    path("me/data/", include("core.privacy.urls")),
    path("staff/messages/", include("core.outbox.desk.urls")),
    path("offices/", include("offices.urls")),
    path("training/", include("community.urls")),
    path("slack/", include("community.slack_urls")),
    path("mentorship/", include("mentorship.urls")),
    path("funding/", include("funding.urls")),
    path("donors/", include("donors.urls")),
    path("language/", LanguageView.as_view(), name="language"),
    path("accounts/reauthenticate/code/", ReauthenticateByCodeView.as_view(), name="reauthenticate_by_code"),
    path("accounts/sessions/", SessionsView.as_view(), name="sessions"),
    path("accounts/email/undo/<str:token>/", UndoEmailChangeView.as_view(), name="undo_email_change"),
    path("accounts/login/link/<str:token>/", SignInLinkView.as_view(), name="sign_in_link"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", api.urls),
]
