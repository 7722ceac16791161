from django.urls import path

from interviews import views

app_name = "interviews"

urlpatterns = [
    path("intro-calls/", views.CallsView.as_view(), name="calls"),
    path("intro-calls/<uuid:public_id>/register/", views.RegisterView.as_view(), name="register"),
    path(
        "intro-calls/seats/<uuid:public_id>/cancel/",
        views.CancelRegistrationView.as_view(),
        name="cancel_seat",
    ),
    path("interviews/", views.HomeView.as_view(), name="home"),
    path("interviews/book/", views.BookView.as_view(), name="book"),
    path("interviews/agree/", views.AgreeView.as_view(), name="agree"),
    path("interviews/<uuid:public_id>/move/", views.MoveTalkView.as_view(), name="move_talk"),
    path("interviews/<uuid:public_id>/cancel/", views.CancelTalkView.as_view(), name="cancel_talk"),
]
