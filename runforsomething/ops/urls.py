from django.urls import path

from runforsomething.ops import views

app_name = "ops"

urlpatterns = [
    path("", views.landing, name="landing"),
    path("privacy/", views.privacy, name="privacy"),
    path("questions/", views.questions, name="questions"),
    path("theme.css", views.theme, name="theme"),
    path("home/", views.home, name="home"),
    path("staff/", views.staff, name="staff"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("mail/", views.mail, name="mail"),
    path("mail/html/", views.mail_html, name="mail_html"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
