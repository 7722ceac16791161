from django.urls import path

from core.privacy import views

app_name = "privacy"

urlpatterns = [
    path("", views.YourDataView.as_view(), name="data"),
    path("export/", views.AskForExportView.as_view(), name="ask_for_export"),
    path("export/<uuid:public_id>/", views.ExportView.as_view(), name="export"),
    path("erase/", views.EraseView.as_view(), name="erase"),
    path("erase/keep/", views.KeepView.as_view(), name="keep"),
    path("safety/", views.SafetyView.as_view(), name="safety"),
    path("safety/show/", views.ShowView.as_view(), name="show"),
    path("safety/unsafe/", views.UnsafeView.as_view(), name="unsafe"),
    path("safety/mistake/", views.MistakeView.as_view(), name="mistake"),
    path("named/", views.NamedView.as_view(), name="named"),
]
