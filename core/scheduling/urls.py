from django.urls import path

from core.scheduling import views

app_name = "scheduling"

urlpatterns = [
    path("calendar/<str:token>.ics", views.FeedView.as_view(), name="feed"),
    path("me/calendar/", views.HomeView.as_view(), name="home"),
    path("me/calendar/new/", views.MakeView.as_view(), name="make"),
    path("me/calendar/off/", views.TurnOffView.as_view(), name="turn_off"),
]
