from django.urls import path

from community import views

app_name = "community"

urlpatterns = [
    path("", views.TrainingView.as_view(), name="training"),
    path("code-of-conduct/", views.ConductView.as_view(), name="code_of_conduct"),
    path("<slug:course>/", views.CourseView.as_view(), name="course"),
    path("<slug:course>/<slug:lesson>/", views.LessonView.as_view(), name="lesson"),
]
