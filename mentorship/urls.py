from django.urls import path

from mentorship import session_views, views

app_name = "mentorship"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("<uuid:public_id>/answer/", views.AnswerView.as_view(), name="answer"),
    path("<uuid:public_id>/sessions/new/", session_views.ArrangeView.as_view(), name="arrange"),
    path("sessions/<uuid:public_id>/", session_views.SessionView.as_view(), name="session"),
    path("sessions/<uuid:public_id>/cancel/", session_views.CancelView.as_view(), name="cancel_session"),
]
