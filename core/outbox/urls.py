from django.urls import path

from core.outbox import text_webhooks, views, webhooks

app_name = "outbox"

urlpatterns = [
    path("preferences/", views.OwnPreferencesView.as_view(), name="own_preferences"),
    path("preferences/<str:token>/", views.PreferencesView.as_view(), name="preferences"),
    path("unsubscribe/<str:token>/<slug:topic>/", views.UnsubscribeView.as_view(), name="unsubscribe"),
    path("webhooks/mail/", webhooks.mail, name="mail_webhook"),
    path("webhooks/texts/", text_webhooks.answer, name="text_webhook"),
    path("webhooks/texts/status/", text_webhooks.status, name="text_status"),
]
