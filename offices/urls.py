from django.urls import path

from offices.views import finding

app_name = "offices"

urlpatterns = [path("", finding.office_list, name="list")]
