from django.urls import path

from funding import views

app_name = "funding"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("<uuid:public_id>/", views.RaceView.as_view(), name="race"),
    path("<uuid:public_id>/application/", views.ApplicationView.as_view(), name="application"),
    path("<uuid:public_id>/gifts/new/", views.GiftView.as_view(), name="gift"),
    path("<uuid:public_id>/report/", views.ReportView.as_view(), name="report"),
    path("<uuid:public_id>/hand-in/", views.HandInView.as_view(), name="hand_in"),
]
