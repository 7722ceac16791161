from django.urls import path

from community import slack_views

app_name = "slack"

urlpatterns = [
    path("", slack_views.HomeView.as_view(), name="home"),
    path("again/", slack_views.AgainView.as_view(), name="again"),
    path("events/", slack_views.EventsView.as_view(), name="events"),
]
