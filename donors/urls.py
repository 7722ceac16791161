from django.urls import path

from donors.views import DashboardView

app_name = "donors"

urlpatterns = [path("", DashboardView.as_view(), name="dashboard")]
