from django.urls import path

from mentorship import views

app_name = "mentorship"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("<uuid:public_id>/answer/", views.AnswerView.as_view(), name="answer"),
]
